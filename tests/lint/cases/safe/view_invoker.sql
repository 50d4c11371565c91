CREATE VIEW my_letters WITH (security_invoker = true) AS SELECT id, body FROM letters;
