/* deploy/openapi.json, as this program was built with it. */
#ifndef MOOT_OPENAPI_H
#define MOOT_OPENAPI_H

#include "common/slice.h"

moot_slice_t moot_openapi_text(void);

#endif
