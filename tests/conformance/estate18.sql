-- What only PostgreSQL 18 and later have.
CREATE TABLE app.eighteen (
    a integer CONSTRAINT a_there NOT NULL,
    b integer NOT NULL,
    c integer,
    d integer,
    e integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
    CONSTRAINT eighteen_check CHECK (a > 0),
    CONSTRAINT eighteen_loose CHECK (b > 0) NOT ENFORCED
);
ALTER TABLE app.eighteen ADD CONSTRAINT d_there NOT NULL d NOT VALID;
CREATE TABLE app.doubles (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
CREATE TABLE app.rooms (
    room int4range,
    during int4range,
    CONSTRAINT rooms_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS)
);
CREATE TABLE app.stays (
    room int4range,
    during int4range,
    CONSTRAINT stays_fk FOREIGN KEY (room, PERIOD during) REFERENCES app.rooms (room, PERIOD during)
);
ALTER TABLE app.bookings ADD CONSTRAINT bookings_loose_fk
FOREIGN KEY (id) REFERENCES app.people (id) NOT ENFORCED;
