package io.bulkhead.host.codec.content;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/**
 * A point in time as Python 3.11 reads ({@code datetime.fromisoformat}) and prints ({@code
 * isoformat}) it: any year of four digits, microseconds, with or without an offset from UTC, which
 * itself may have microseconds. The JDK's types have neither those offsets nor Python's leniency.
 * What Python's parser lets slip through beyond its documented forms ({@code 15:012}) is refused.
 *
 * @param date the day
 * @param microsOfDay since its midnight
 * @param offset as printed, {@code +02:00}; empty text without one
 */
record IsoDatetime(LocalDate date, long microsOfDay, String offset) {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    /** Empty if the text is no date or datetime. */
    static Optional<IsoDatetime> parse(String text) {
        try {
            return Optional.of(new Reader(text).read());
        } catch (DateTimeException notIso) {
            return Optional.empty();
        }
    }

    /** As {@code isoformat} prints it. */
    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%04d-%02d-%02dT",
                        date.getYear(),
                        date.getMonthValue(),
                        date.getDayOfMonth())
                + clock(microsOfDay, true)
                + offset;
    }

    private static String clock(long micros, boolean withSeconds) {
        long seconds = micros / MICROS_PER_SECOND;
        long fraction = micros % MICROS_PER_SECOND;
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%02d:%02d", seconds / 3600, seconds / 60 % 60));
        if (withSeconds || seconds % 60 != 0 || fraction != 0) {
            text.append(String.format(Locale.ROOT, ":%02d", seconds % 60));
        }
        if (fraction != 0) {
            text.append(String.format(Locale.ROOT, ".%06d", fraction));
        }
        return text.toString();
    }

    /** Walks over the text once, left to right. */
    private static final class Reader {
        private static final int FRACTION_DIGITS = 6;

        private final String text;
        private int position;

        Reader(String text) {
            this.text = text;
        }

        IsoDatetime read() {
            LocalDate date = date();
            if (atEnd()) {
                return new IsoDatetime(date, 0, "");
            }
            if (hasDigit()) {
                throw malformed();
            }
            position += Character.charCount(text.codePointAt(position)); // any other separator
            long micros = clock();
            return new IsoDatetime(date, micros, atEnd() ? "" : offset());
        }

        private LocalDate date() {
            int year = number(4);
            if (year == 0) {
                throw malformed();
            }
            boolean extended = skip('-');
            if (skip('W')) {
                return week(year, extended);
            }
            int month = number(2);
            if (extended) {
                require('-');
            }
            return LocalDate.of(year, month, number(2));
        }

        private LocalDate week(int year, boolean extended) {
            int week = number(2);
            int day = 1;
            if (extended ? skip('-') : hasDigit()) {
                day = number(1);
            }
            LocalDate inFirstWeek = LocalDate.of(year, 1, 4);
            long weeks = IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(inFirstWeek).getMaximum();
            if (week < 1 || week > weeks || day < 1 || day > 7) {
                throw malformed();
            }
            return inFirstWeek
                    .plusWeeks(week - 1L)
                    .plusDays(day - (long) inFirstWeek.getDayOfWeek().getValue());
        }

        private String offset() {
            if (skip('Z')) {
                requireEnd();
                return "+00:00";
            }
            boolean negative = skip('-');
            if (!negative) {
                require('+');
            }
            long micros = clock();
            requireEnd();
            return (negative && micros != 0 ? "-" : "+") + IsoDatetime.clock(micros, false);
        }

        /** {@code HH[:MM[:SS[.ffffff]]]} with colons everywhere or nowhere. */
        private long clock() {
            int hours = number(2);
            int minutes = 0;
            int seconds = 0;
            long fraction = 0;
            boolean colons = skip(':');
            if (colons || hasDigit()) {
                minutes = number(2);
                if (colons ? skip(':') : hasDigit()) {
                    seconds = number(2);
                    fraction = skip('.') || skip(',') ? fraction() : 0;
                }
            }
            long micros = ((hours * 60L + minutes) * 60 + seconds) * MICROS_PER_SECOND + fraction;
            if (minutes > 59 || seconds > 59 || micros >= MICROS_PER_DAY) {
                throw malformed();
            }
            return micros;
        }

        /** Digits beyond microseconds are dropped, not rounded. */
        private long fraction() {
            long micros = 0;
            int digits = 0;
            while (hasDigit()) {
                int digit = number(1);
                if (digits++ < FRACTION_DIGITS) {
                    micros = micros * 10 + digit;
                }
            }
            if (digits == 0) {
                throw malformed();
            }
            for (; digits < FRACTION_DIGITS; digits++) {
                micros *= 10;
            }
            return micros;
        }

        private int number(int digits) {
            int value = 0;
            for (int i = 0; i < digits; i++) {
                if (!hasDigit()) {
                    throw malformed();
                }
                value = value * 10 + (text.charAt(position++) - '0');
            }
            return value;
        }

        private boolean hasDigit() {
            return !atEnd() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
        }

        private boolean skip(char wanted) {
            boolean there = !atEnd() && text.charAt(position) == wanted;
            position += there ? 1 : 0;
            return there;
        }

        private void require(char wanted) {
            if (!skip(wanted)) {
                throw malformed();
            }
        }

        private void requireEnd() {
            if (!atEnd()) {
                throw malformed();
            }
        }

        private boolean atEnd() {
            return position == text.length();
        }

        private static DateTimeException malformed() {
            return new DateTimeException("not ISO 8601");
        }
    }
}
