ALTER TABLE keyless SET ACCESS METHOD heap;
--> table-moved
