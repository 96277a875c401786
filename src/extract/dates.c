#include "extract/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { farthest = 100, comma_cost = 3, longest_date = 40 };

/* As far as it is known: 0 stands for what is not. */
struct date {
    int year, month, day;
    uint32_t end; /* the token behind its words */
};

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a < b ? b - a : a - b;
}

/* "2024-02-18", "2024-02", "2024" */
static struct date document_date(const struct mining *m)
{
    struct date date = {0};
    int *const parts[] = {&date.year, &date.month, &date.day};
    char *text = (char *)m->document->date;
    for (size_t i = 0; text != NULL && i < sizeof parts / sizeof *parts; i++) {
        *parts[i] = (int)strtol(text, &text, 10);
        if (*text++ != '-')
            break;
    }
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31)
        date.day = 0;
    if (date.month < 1 || date.month > 12)
        date.month = 0;
    return date;
}

/* Days since 1970 of a day of the Gregorian calendar, and back: years begin in March, so that the leap day is last. */
static long days_of(struct date date)
{
    long y = date.year - (date.month <= 2), era = y / 400, of_era = y - era * 400;
    long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static struct date date_of_days(long days)
{
    days += 719468;
    long era = days / 146097, of_era = days - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153;
    struct date date = {.day = (int)(of_year - (153 * month + 2) / 5) + 1,
                        .month = (int)(month < 10 ? month + 3 : month - 9)};
    date.year = (int)(year + era * 400) + (date.month <= 2);
    return date;
}

bool year_number(const struct mining *m, uint32_t at, int *year)
{
    size_t length;
    if (at >= m->tokens.count || mining_token(m, at)->kind != TOKEN_NUMBER)
        return false;
    const char *text = mining_text(m, at, &length);
    *year = length == 4 ? atoi(text) : 0;
    return *year >= least_year && *year <= most_year;
}

static int small_number(const struct mining *m, uint32_t at)
{
    size_t length;
    if (at >= m->tokens.count || mining_token(m, at)->kind != TOKEN_NUMBER)
        return 0;
    const char *text = mining_text(m, at, &length);
    return length <= 2 ? atoi(text) : 0;
}

/* The latest `month` that had begun when the document was written. */
static int latest_year(struct date now, int month)
{
    return now.year - (now.month != 0 && month > now.month);
}

/* Unit and offset of a relative date: "day -1", "week -1", "month 0", "year -1"; "weekday 5", the latest Friday, or
 * "next 5"; "latest 0", before the name of a month; "season 6", the latest that began in June, by its year. */
static bool tell(const struct mining *m, const struct cue_hit *mark, struct date now,
                 struct date *date)
{
    const char *unit = mark->value, *space = unit == NULL ? NULL : strchr(unit, ' ');
    *date = (struct date){0};
    if (now.year == 0 || space == NULL)
        return false;
    int offset = atoi(space);
    bool whole = now.month != 0 && now.day != 0;
    long days = whole ? days_of(now) : 0;
    int weekday = whole ? (int)(((days + 3) % 7 + 7) % 7) + 1 : 0; /* 1970 began on a Thursday */
    bool of_week = strncmp(unit, "weekday", 7) == 0;
    const struct cue_hit *month;
    switch (unit[0]) {
    case 'y':
        date->year = now.year + offset;
        return true;
    case 's':
        date->year = now.year - (now.month <= offset);
        return true;
    case 'l':
        month = cue_from(m, mark->end, CUE_MONTH);
        if (month == NULL || month->value == NULL)
            return false;
        date->month = atoi(month->value);
        date->year = now.year - (date->month >= now.month);
        date->end = month->end;
        return true;
    case 'm':
        if (now.month == 0)
            return false;
        offset += now.year * 12 + now.month - 1;
        *date = (struct date){.year = offset / 12, .month = offset % 12 + 1};
        return true;
    case 'd':
        if (whole)
            *date = date_of_days(days + offset);
        return whole;
    case 'n':
        if (whole)
            *date = date_of_days(days + (offset - weekday + 6) % 7 + 1);
        return whole;
    case 'w':
        if (whole)
            *date = date_of_days(of_week ? days - (weekday - offset + 7) % 7 : days + 7L * offset);
        if (!of_week)
            date->day = 0; /* some day of that week */
        return whole;
    default:
        return false;
    }
}

/* 2月18日, behind a year that ends at `at`. */
static void read_month_and_day(const struct mining *m, uint32_t at, struct date *date)
{
    const struct cue_hit *month = cue_from(m, at, CUE_MONTH), *day;
    date->end = at;
    if (month == NULL || month->value == NULL)
        return;
    date->month = atoi(month->value);
    date->end = month->end;
    if ((day = cue_from(m, month->end + 1, CUE_DAY)) != NULL) {
        date->day = small_number(m, month->end);
        date->end = day->end;
    }
}

/* 2023年第二季度, "second quarter of 2023": the year stands beside and is read by itself. */
static bool year_beside(const struct mining *m, uint32_t at, uint32_t end)
{
    int year;
    return (at >= 1 && year_number(m, at - 1, &year)) ||
           (at >= 2 && year_number(m, at - 2, &year)) || year_number(m, end, &year) ||
           year_number(m, end + 1, &year);
}

/* 去年3月, last year's March; "March last year" is read from the month on. */
static bool read_relative(const struct mining *m, uint32_t at, struct date now, struct date *date)
{
    const struct cue_hit *mark = mark_from(m, at, MARK_RELATIVE), *cue;
    if (mark != NULL && tell(m, mark, now, date)) {
        if (date->end < mark->end)
            date->end = mark->end;
        return true;
    }
    *date = (struct date){0};
    if ((mark = mark_from(m, at, MARK_PART)) != NULL && mark->value != NULL && now.year != 0 &&
        !year_beside(m, at, mark->end)) {
        date->year = latest_year(now, atoi(mark->value));
        date->end = mark->end;
        return true;
    }
    *date = (struct date){0};
    cue = cue_from(m, at, CUE_RELATIVE);
    if (cue == NULL || cue->value == NULL || now.year == 0)
        return false;
    date->year = now.year - atoi(cue->value);
    read_month_and_day(m, cue->end, date);
    return true;
}

/* 2024, 2024年2月18日 */
static bool read_year(const struct mining *m, uint32_t at, struct date *date)
{
    const struct cue_hit *cue;
    uint32_t next = at + 1;
    *date = (struct date){0};
    if (!year_number(m, at, &date->year))
        return false;
    if ((cue = cue_from(m, next, CUE_YEAR)) != NULL)
        next = cue->end;
    read_month_and_day(m, next, date);
    return true;
}

/* Feb 9, 2024; 9 февраля; 3月5日; в марте прошлого года. */
static bool read_month(const struct mining *m, uint32_t at, struct date now, struct date *date)
{
    const struct cue_hit *cue = cue_from(m, at, CUE_MONTH), *relative;
    *date = (struct date){0};
    if (cue == NULL || cue->value == NULL)
        return false;
    date->month = atoi(cue->value);
    uint32_t next = cue->end;
    if (at > 0 && small_number(m, at - 1) > 0 && cue_from(m, next, CUE_DAY) == NULL) {
        date->day = small_number(m, at - 1);
    } else if (small_number(m, next) > 0) {
        date->day = small_number(m, next++);
        if (is_punct(m, next, ',') || cue_from(m, next, CUE_DAY) != NULL)
            next++;
    }
    uint32_t year_at = is_punct(m, next, ',') ? next + 1 : next;
    date->end = next;
    if (year_number(m, year_at, &date->year)) {
        date->end = year_at + 1;
        return true;
    }
    if ((relative = cue_from(m, next, CUE_RELATIVE)) != NULL && relative->value != NULL)
        *date =
            (struct date){now.year - atoi(relative->value), date->month, date->day, relative->end};
    else if (now.year != 0) /* December, read in February */
        date->year = latest_year(now, date->month);
    return date->year > 0 && now.year != 0;
}

static bool read_date(const struct mining *m, uint32_t at, struct date now, struct date *date)
{
    return read_relative(m, at, now, date) || read_year(m, at, date) ||
           read_month(m, at, now, date);
}

/* How far a token stands from the words of the tie, behind commas farther. */
static uint32_t words_off(const struct mining *m, const struct tie *tie, uint32_t at)
{
    uint32_t low = at < tie->first ? at : tie->end, high = at < tie->first ? tie->first : at;
    uint32_t cost = 0;
    for (uint32_t i = low; i < high; i++)
        cost += is_punct(m, i, ',') || is_punct(m, i, 0x3001) ? comma_cost : 1;
    return cost;
}

static const char *write_date(const struct mining *m, struct date date)
{
    char text[longest_date];
    if (date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31)
        snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    else if (date.month >= 1 && date.month <= 12)
        snprintf(text, sizeof text, "%04d-%02d", date.year, date.month);
    else
        snprintf(text, sizeof text, "%04d", date.year);
    return arena_string(m->arena, text, m->err);
}

const char *date_of(const struct mining *m, const struct tie *tie)
{
    struct date now = document_date(m), best = {0}, date;
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]];
    uint32_t end = sentence_end(m, m->sentence_of[tie->anchor]), least = NONE;
    uint32_t reach = m->known->schema.ends[tie->relation].dated;
    uint32_t from = tie->first > begin + reach ? tie->first - reach : begin;
    uint32_t to = tie->end + reach < end ? tie->end + reach : end;
    for (uint32_t at = from, next; reach > 0 && at < to; at = next) {
        next = at + 1;
        if (m->mention_at[at] != NONE || !read_date(m, at, now, &date))
            continue;
        if (cue_to(m, at, CUE_AFTER_PERSON) != NULL ||
            cue_from(m, date.end, CUE_AFTER_PERSON) != NULL)
            continue; /* "said on Monday": when it was told */
        next = date.end > next ? date.end : next;
        if (date.year < least_year || date.year > most_year)
            continue;
        uint32_t off = words_off(m, tie, at), cost = off * farthest + apart(at, tie->anchor);
        if (off <= reach && cost < least) {
            best = date;
            least = cost;
        }
    }
    return least == NONE ? NULL : write_date(m, best);
}
