-- given schema
CREATE POLICY any_letter ON letters FOR ALL TO authenticated USING (true) WITH CHECK (true);
--> policy-always-true
