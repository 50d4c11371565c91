SELECT set_config('lock_timeout', '1500ms', false);
ALTER TABLE app.items ADD COLUMN weight int;
