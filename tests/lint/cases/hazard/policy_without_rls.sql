CREATE POLICY own_items ON app.items FOR SELECT USING (player_id = 1);
--> policy-without-row-security
