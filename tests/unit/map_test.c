#include "common/map.h"

#include <stdio.h>

#include "common/list.h"
#include "tests/lib/unit.h"

#define ITEMS 5000

typedef struct item {
    moot_map_node_t node;
    char key[16];
    int seen;
} item_t;

static item_t items[ITEMS];

static void fill(moot_map_t *map)
{
    moot_map_init(map);
    for (int i = 0; i < ITEMS; i++) {
        snprintf(items[i].key, sizeof items[i].key, "key%d", i);
        items[i].seen = 0;
        moot_map_put(map, &items[i].node, moot_slice_str(items[i].key));
    }
}

static void every_element_is_found_by_its_key(void **state)
{
    (void)state;
    moot_map_t map;
    fill(&map);
    assert_int_equal(map.count, ITEMS);
    for (int i = 0; i < ITEMS; i++) {
        moot_map_node_t *node =
            moot_map_get(&map, moot_slice_str(items[i].key));
        assert_ptr_equal(node, &items[i].node);
    }
    assert_null(moot_map_get(&map, LIT("key")));
    assert_null(moot_map_get(&map, LIT("")));
    moot_map_close(&map);
}

static void removed_elements_are_gone_and_others_stay(void **state)
{
    (void)state;
    moot_map_t map;
    fill(&map);
    for (int i = 0; i < ITEMS; i += 2)
        moot_map_remove(&map, &items[i].node);
    assert_int_equal(map.count, ITEMS / 2);
    for (int i = 0; i < ITEMS; i++) {
        moot_map_node_t *node =
            moot_map_get(&map, moot_slice_str(items[i].key));
        assert_int_equal(node != NULL, i % 2);
    }
    moot_map_put(&map, &items[0].node, moot_slice_str(items[0].key));
    assert_non_null(moot_map_get(&map, LIT("key0")));
    moot_map_close(&map);
}

static void a_run_meets_each_element_once(void **state)
{
    (void)state;
    moot_map_t map;
    fill(&map);
    int count = 0;
    for (moot_map_node_t *node = moot_map_next(&map, NULL); node != NULL;
         node = moot_map_next(&map, node)) {
        MOOT_CONTAINER(node, item_t, node)->seen++;
        count++;
    }
    assert_int_equal(count, ITEMS);
    for (int i = 0; i < ITEMS; i++)
        assert_int_equal(items[i].seen, 1);
    moot_map_close(&map);
}

static void a_run_may_remove_what_it_met(void **state)
{
    (void)state;
    moot_map_t map;
    fill(&map);
    moot_map_node_t *after;
    for (moot_map_node_t *node = moot_map_next(&map, NULL); node != NULL;
         node = after) {
        after = moot_map_next(&map, node);
        moot_map_remove(&map, node);
    }
    assert_int_equal(map.count, 0);
    assert_null(moot_map_next(&map, NULL));
    moot_map_close(&map);
}

static void an_empty_map_finds_nothing(void **state)
{
    (void)state;
    moot_map_t map;
    moot_map_init(&map);
    assert_null(moot_map_get(&map, LIT("a")));
    assert_null(moot_map_next(&map, NULL));
    moot_map_close(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_is_found_by_its_key),
        cmocka_unit_test(removed_elements_are_gone_and_others_stay),
        cmocka_unit_test(a_run_meets_each_element_once),
        cmocka_unit_test(a_run_may_remove_what_it_met),
        cmocka_unit_test(an_empty_map_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
