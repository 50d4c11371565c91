CREATE POLICY everyone ON letters FOR ALL TO PUBLIC USING (true) WITH CHECK (true);
--> policy-always-true
