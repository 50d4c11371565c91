-- Every ship type is there, from shuttle to capital.
--
-- Why:     ships are built from types; mass, speed, slots and power are theirs.
--
-- Each class has ten ids. A heavier class is heavier, slower and wider in the turn, and
-- has more power. Units are those of the column comments: kilograms, newtons, degrees
-- per second, metres per second, astronomical units per second, cubic metres.

INSERT INTO ship_types (
    id, name, base_mass, base_thrust, base_rotation_speed, max_velocity, warp_speed,
    agility, high_slots, mid_slots, low_slots, cargo_capacity, rig_slots, ship_class,
    power_grid_output, cpu_output
) VALUES
(110, 'Pipkin', 145000, 9000000, 48, 440, 6.0, 0.16, 0, 0, 1, 10, 0, 'Shuttle', 8, 60),
(120, 'Sparrel', 1060000, 44500000, 31.5, 385, 5.5, 0.27, 4, 3, 3, 135, 3, 'Frigate', 42, 165),
(121, 'Brindle', 1145000, 43000000, 29, 362, 5.2, 0.29, 3, 4, 3, 160, 3, 'Frigate', 38, 190),
(122, 'Quickthorn', 985000, 49500000, 34, 415, 5.8, 0.25, 4, 4, 2, 115, 3, 'Frigate', 40, 155),
(123, 'Wicket', 1210000, 40500000, 27.5, 340, 5.0, 0.31, 2, 3, 4, 410, 3, 'Frigate', 32, 180),
(124, 'Tamarisk', 1180000, 42000000, 28, 348, 5.0, 0.30, 4, 2, 4, 145, 3, 'Frigate', 48, 140),
(125, 'Jackstay', 1020000, 46000000, 32, 392, 6.2, 0.26, 2, 5, 3, 240, 3, 'Frigate', 34, 215),
(130, 'Hobnail', 1680000, 49000000, 22, 288, 4.6, 0.40, 8, 3, 3, 350, 3, 'Destroyer', 68, 205),
(131, 'Gauntrey', 1820000, 48500000, 20.5, 272, 4.5, 0.43, 7, 4, 3, 400, 3, 'Destroyer', 62, 235),
(132, 'Rakehall', 1590000, 52500000, 23.5, 305, 4.7, 0.38, 7, 3, 4, 320, 3, 'Destroyer', 74, 190),
(140, 'Maravent', 11200000, 235000000, 13.5, 242, 4.0, 0.62, 5, 5, 4, 460, 3, 'Cruiser', 780, 390),
(141, 'Corselet', 12650000, 225000000, 12, 216, 3.8, 0.68, 5, 3, 6, 480, 3, 'Cruiser', 910, 330),
(142, 'Oxbow', 11900000, 220000000, 12.5, 225, 3.9, 0.65, 4, 5, 5, 1150, 3, 'Cruiser', 640, 410),
(143, 'Palinode', 10800000, 240000000, 14, 238, 4.2, 0.60, 4, 6, 4, 520, 3, 'Cruiser', 600, 470),
(144, 'Sallowtail', 10350000, 265000000, 15, 265, 4.1, 0.57, 6, 4, 4, 440, 3, 'Cruiser', 830, 360),
(150, 'Dunmaster', 13900000, 220000000, 9.5, 182, 3.5, 0.78, 7, 4, 6, 650, 3, 'Battlecruiser', 1350, 480),
(151, 'Ironsward', 15200000, 215000000, 8.8, 168, 3.4, 0.84, 6, 4, 7, 700, 3, 'Battlecruiser', 1480, 440),
(152, 'Harrowmast', 13200000, 235000000, 10.2, 195, 3.6, 0.75, 7, 5, 5, 600, 3, 'Battlecruiser', 1250, 520),
(160, 'Thundermast', 98000000, 640000000, 5.2, 124, 2.6, 1.12, 8, 5, 6, 800, 3, 'Battleship', 16500, 680),
(161, 'Magnalith', 112000000, 610000000, 4.6, 108, 2.5, 1.24, 7, 4, 8, 850, 3, 'Battleship', 18500, 600),
(162, 'Warbasilica', 104500000, 620000000, 4.9, 115, 2.5, 1.18, 7, 7, 5, 900, 3, 'Battleship', 14000, 790),
(163, 'Kingsbarrow', 95500000, 670000000, 5.6, 136, 2.8, 1.06, 8, 4, 7, 760, 3, 'Battleship', 17800, 630),
(170, 'Doomharrow', 1180000000, 1350000000, 1.4, 72, 1.5, 2.35, 8, 5, 7, 4500, 3, 'Capital', 640000, 940),
(171, 'Stellarch', 1120000000, 1300000000, 1.5, 78, 1.6, 2.20, 5, 7, 7, 6200, 3, 'Capital', 520000, 1150),
(172, 'Mother Lantern', 1240000000, 1200000000, 1.2, 66, 1.5, 2.50, 6, 8, 5, 9800, 3, 'Capital', 480000, 1300),
(180, 'Pannier', 11400000, 130000000, 10, 178, 3.6, 0.82, 1, 3, 4, 3900, 3, 'Industrial', 95, 240),
(181, 'Dray', 12300000, 125000000, 9, 162, 3.4, 0.88, 2, 3, 5, 5200, 3, 'Industrial', 110, 230),
(182, 'Longhamper', 13800000, 120000000, 8.2, 145, 3.2, 0.95, 1, 4, 5, 8100, 3, 'Industrial', 100, 260),
(183, 'Nightporter', 10900000, 160000000, 11.5, 205, 4.4, 0.72, 2, 5, 3, 2600, 3, 'Industrial', 160, 310),
(190, 'Caravel Major', 920000000, 560000000, 1.1, 82, 1.5, 2.60, 0, 0, 3, 435000, 3, 'Freighter', 900, 200),
(191, 'Leviwain', 985000000, 530000000, 1.0, 74, 1.4, 2.75, 0, 0, 3, 540000, 3, 'Freighter', 950, 210),
(200, 'Gadder', 1480000, 41000000, 24, 318, 4.4, 0.36, 2, 3, 2, 350, 3, 'Mining', 40, 170),
(201, 'Sluicer', 9600000, 115000000, 11, 165, 3.2, 0.80, 2, 3, 3, 1200, 3, 'Mining', 120, 280),
(202, 'Quarrymaid', 17500000, 155000000, 8, 128, 3.0, 0.98, 3, 4, 3, 2400, 3, 'Mining', 190, 340),
(203, 'Stonefather', 260000000, 680000000, 2.4, 92, 2.0, 1.65, 3, 5, 4, 32000, 3, 'Mining', 2600, 480)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name,
    base_mass = excluded.base_mass,
    base_thrust = excluded.base_thrust,
    base_rotation_speed = excluded.base_rotation_speed,
    max_velocity = excluded.max_velocity,
    warp_speed = excluded.warp_speed,
    agility = excluded.agility,
    high_slots = excluded.high_slots,
    mid_slots = excluded.mid_slots,
    low_slots = excluded.low_slots,
    cargo_capacity = excluded.cargo_capacity,
    rig_slots = excluded.rig_slots,
    ship_class = excluded.ship_class,
    power_grid_output = excluded.power_grid_output,
    cpu_output = excluded.cpu_output
WHERE (
    ship_types.name,
    ship_types.base_mass,
    ship_types.base_thrust,
    ship_types.base_rotation_speed,
    ship_types.max_velocity,
    ship_types.warp_speed,
    ship_types.agility,
    ship_types.high_slots,
    ship_types.mid_slots,
    ship_types.low_slots,
    ship_types.cargo_capacity,
    ship_types.rig_slots,
    ship_types.ship_class,
    ship_types.power_grid_output,
    ship_types.cpu_output
) IS DISTINCT FROM (
    excluded.name,
    excluded.base_mass,
    excluded.base_thrust,
    excluded.base_rotation_speed,
    excluded.max_velocity,
    excluded.warp_speed,
    excluded.agility,
    excluded.high_slots,
    excluded.mid_slots,
    excluded.low_slots,
    excluded.cargo_capacity,
    excluded.rig_slots,
    excluded.ship_class,
    excluded.power_grid_output,
    excluded.cpu_output
);
