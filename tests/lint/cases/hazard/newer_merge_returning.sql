MERGE INTO keyless k USING (VALUES (1, 2)) AS v (a, b) ON k.id = v.a WHEN MATCHED THEN UPDATE SET ref = v.b RETURNING k.id;
--> newer-syntax
