#include "base/error.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool fill(ermine_error *err, ermine_code code, size_t offset, const char *format,
                 va_list args)
{
    if (err == NULL || err->code != ERMINE_OK)
        return false;
    err->code = code;
    err->offset = offset;
    int length = vsnprintf(err->message, sizeof err->message, format, args);
    if (length >= (int)sizeof err->message) /* cut on a code point */
        err->message[utf8_floor(err->message, sizeof err->message - 1)] = '\0';
    return false;
}

bool error_set(ermine_error *err, ermine_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, ERMINE_NONE, format, args);
    va_end(args);
    return false;
}

bool error_set_at(ermine_error *err, ermine_code code, size_t offset, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, offset, format, args);
    va_end(args);
    return false;
}

bool error_memory(ermine_error *err)
{
    return error_set(err, ERMINE_ENOMEM, "out of memory");
}
