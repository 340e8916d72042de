/* Intrusive doubly linked list: the node lives in the element.
 * A list head is a node of its own; an element is in one list per node. */
#ifndef MOOT_LIST_H
#define MOOT_LIST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct moot_node {
    struct moot_node *prev, *next;
} moot_node_t;

#define MOOT_CONTAINER(ptr, type, member)                                      \
    ((type *)(void *)((char *)(ptr) - offsetof(type, member)))

/* Makes an empty head, or a node that is in no list. */
static inline void moot_list_init(moot_node_t *head)
{
    head->prev = head->next = head;
}

static inline bool moot_list_empty(const moot_node_t *head)
{
    return head->next == head;
}

static inline void moot_list_push(moot_node_t *head, moot_node_t *node)
{
    node->prev = head->prev;
    node->next = head;
    head->prev->next = node;
    head->prev = node;
}

/* Takes a node out; harmless when it is in no list (but was initialised). */
static inline void moot_list_remove(moot_node_t *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    moot_list_init(node);
}

/* First node, or NULL when the list is empty. */
static inline moot_node_t *moot_list_first(const moot_node_t *head)
{
    return head->next == head ? NULL : head->next;
}

/* Runs over a list; the body may remove the current node. */
#define MOOT_LIST_FOREACH(head, it, after)                                     \
    for (moot_node_t *it = (head)->next, *after = it->next; it != (head);      \
         it = after, after = it->next)

#endif
