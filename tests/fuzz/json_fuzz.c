/* Any bytes as a JSON text: reader, numbers and writer against jansson. */
#include "tests/lib/json_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)moot_json_oracle_compare(moot_slice(data, size));
    return 0;
}
