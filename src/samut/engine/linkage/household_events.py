"""The statements that tell what became of households: persons, families, events.

They read `old_row`, `new_row` (members with the id they are followed by), `followed` (what the panel
says), `replaced`, `old_house` and `new_house`. The rule is written once more, slowly, in the tests.
"""

from __future__ import annotations

PERSON_SQL = """
    CREATE TABLE person AS
    SELECT old_row.household_id AS from_household, old_row.member_no AS from_member_no,
           new_row.household_id AS to_household, new_row.member_no AS to_member_no,
           CASE WHEN old_row.named THEN 'name' ELSE 'number' END AS evidence, old_row.probability
    FROM followed
    JOIN old_row ON old_row.person = followed.person
    JOIN new_row ON new_row.person = followed.person
"""

# People who lived together and live together; who is not followed stands with one side alone.
FAMILY_SQL = """
    CREATE TABLE family AS
    SELECT from_household, to_household, count(*) AS persons,
           count(*) FILTER (evidence = 'number') AS by_number,
           count(*) FILTER (evidence = 'name') AS by_name
    FROM person GROUP BY ALL
    UNION ALL
    SELECT household_id, NULL, count(*), 0, 0 FROM old_row
    ANTI JOIN person ON from_household = household_id AND from_member_no = member_no GROUP BY household_id
    UNION ALL
    SELECT NULL, household_id, count(*), 0, 0 FROM new_row
    ANTI JOIN person ON to_household = household_id AND to_member_no = member_no GROUP BY household_id
"""

EVENT_SQL = """
    CREATE TABLE event AS
    WITH tie AS MATERIALIZED (
        SELECT * FROM family WHERE from_household IS NOT NULL AND to_household IS NOT NULL
    ),
    home AS MATERIALIZED (
        SELECT from_household AS household, list(to_household ORDER BY to_household) AS homes,
               bool_or(from_household = to_household) AS stays, sum(persons) AS persons,
               sum(by_number) AS by_number, sum(by_name) AS by_name
        FROM tie GROUP BY from_household
    ),
    origin AS MATERIALIZED (
        SELECT to_household AS household, list(from_household ORDER BY from_household) AS origins,
               bool_or(from_household = to_household) AS keeps, sum(persons) AS persons,
               sum(by_number) AS by_number, sum(by_name) AS by_name
        FROM tie GROUP BY to_household
    ),
    joining AS (
        SELECT to_household AS household, list(from_household ORDER BY from_household) AS origins,
               sum(persons) AS persons, sum(by_number) AS by_number, sum(by_name) AS by_name
        FROM tie WHERE from_household <> to_household GROUP BY to_household
    ),
    in_both AS (SELECT household_id FROM old_house SEMI JOIN new_house USING (household_id)),
    told AS (
        SELECT CASE WHEN len(homes) > 1 THEN 'split' WHEN stays THEN 'stayed' ELSE 'moved' END AS event,
               [home.household] AS origins, homes, home.persons, home.by_number, home.by_name
        FROM home JOIN origin ON origin.household = homes[1]
        WHERE len(homes) > 1 OR stays OR len(origins) = 1
        UNION ALL
        SELECT 'merged', origins, [household], persons, by_number, by_name
        FROM origin WHERE len(origins) > 1 AND NOT keeps
        UNION ALL
        SELECT 'joined', joining.origins, [household], joining.persons, joining.by_number, joining.by_name
        FROM joining JOIN origin USING (household) WHERE keeps
        UNION ALL
        SELECT CASE WHEN household_id IN (FROM replaced) THEN 'replaced' ELSE 'same_house' END,
               [household_id], [household_id], 0, 0, 0
        FROM in_both ANTI JOIN tie ON from_household = household_id AND to_household = household_id
        UNION ALL
        SELECT 'unknown', [household_id], [], 0, 0, 0 FROM old_house
        ANTI JOIN in_both USING (household_id) ANTI JOIN home ON home.household = household_id
        UNION ALL
        SELECT 'unknown', [], [household_id], 0, 0, 0 FROM new_house
        ANTI JOIN in_both USING (household_id) ANTI JOIN origin ON origin.household = household_id
    ),
    place AS MATERIALIZED (SELECT row_number() OVER () AS number, * FROM told),
    village AS (
        SELECT number, old_house.village_code, true AS older
        FROM (SELECT number, unnest(origins) AS household_id FROM place) JOIN old_house USING (household_id)
        UNION ALL
        SELECT number, new_house.village_code, false
        FROM (SELECT number, unnest(homes) AS household_id FROM place) JOIN new_house USING (household_id)
    ),
    lying AS (
        SELECT number, coalesce(min(village_code) FILTER (older), min(village_code)) AS area_code,
               CASE WHEN count(*) = count(village_code) AND bool_or(older) AND NOT bool_and(older)
                    THEN count(DISTINCT village_code) = 1 END AS same_village
        FROM village GROUP BY number
    )
    SELECT event, origins AS from_households, homes AS to_households, persons::BIGINT AS persons,
           by_number::BIGINT AS by_number, by_name::BIGINT AS by_name,
           list_has_any(origins, homes) AS by_house_code,
           $before::INTEGER AS from_edition, $after::INTEGER AS to_edition, area_code, same_village
    FROM place JOIN lying USING (number)
"""
