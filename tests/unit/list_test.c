#include "common/list.h"

#include "tests/lib/unit.h"

typedef struct item {
    int number;
    moot_node_t node;
} item_t;

static void a_list_keeps_the_order_of_pushing(void **state)
{
    (void)state;
    moot_node_t head;
    item_t items[3] = {{.number = 1}, {.number = 2}, {.number = 3}};
    moot_list_init(&head);
    assert_true(moot_list_empty(&head));
    assert_null(moot_list_first(&head));
    for (size_t i = 0; i < 3; i++)
        moot_list_push(&head, &items[i].node);
    int next = 1;
    MOOT_LIST_FOREACH (&head, it, after)
        assert_int_equal(MOOT_CONTAINER(it, item_t, node)->number, next++);
    assert_int_equal(next, 4);
    moot_list_remove(&items[0].node);
    moot_list_remove(&items[0].node);
    assert_ptr_equal(moot_list_first(&head), &items[1].node);
}

static void a_run_may_remove_the_current_node(void **state)
{
    (void)state;
    moot_node_t head;
    item_t items[3] = {{.number = 1}, {.number = 2}, {.number = 3}};
    moot_list_init(&head);
    for (size_t i = 0; i < 3; i++)
        moot_list_push(&head, &items[i].node);
    int count = 0;
    MOOT_LIST_FOREACH (&head, it, after) {
        moot_list_remove(it);
        count++;
    }
    assert_int_equal(count, 3);
    assert_true(moot_list_empty(&head));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_keeps_the_order_of_pushing),
        cmocka_unit_test(a_run_may_remove_the_current_node),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
