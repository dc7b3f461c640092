package io.bulkhead.plugin.huggingface.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Python's {@code strftime}. */
public final class PythonTime {
    private PythonTime() {}

    /**
     * A time in this format.
     *
     * @throws TemplateException if the format has a directive that is not known
     */
    public static String format(ZonedDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            boolean bare = format.charAt(i + 1) == '-' && i + 2 < format.length();
            i += bare ? 2 : 1;
            String part = part(time, format.charAt(i));
            out.append(bare ? part.replaceFirst("^0(?=.)", "") : part);
        }
        return out.toString();
    }

    private static String part(ZonedDateTime time, char directive) {
        if (directive == '%') {
            return "%";
        }
        String pattern =
                switch (directive) {
                    case 'Y' -> "uuuu";
                    case 'y' -> "uu";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'B' -> "MMMM";
                    case 'b', 'h' -> "MMM";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'f' -> "SSSSSS";
                    case 'p' -> "a";
                    case 'j' -> "DDD";
                    case 'Z' -> "zzz";
                    case 'z' -> "xx";
                    case 'F' -> "uuuu-MM-dd";
                    case 'T', 'X' -> "HH:mm:ss";
                    case 'D', 'x' -> "MM/dd/uu";
                    case 'c' -> "EEE MMM ppd HH:mm:ss uuuu";
                    default ->
                            throw new TemplateException(
                                    "a time has no '%" + directive + "' to be formatted by");
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
