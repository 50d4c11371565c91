SELECT dblink_connect('old', 'service=old');
SELECT dblink_disconnect('old');
