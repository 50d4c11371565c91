DROP POLICY own_letters ON letters;
--> drop-policy
