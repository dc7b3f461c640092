package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What travels as BYTES: text, byte strings, points in time, constants of an enum. */
final class TextElement extends Element {
    /** How one element that is there is read; fails with IllegalArgumentException. */
    @FunctionalInterface
    private interface Reading {
        Object of(BytesData strings, int index);
    }

    private final Class<?> type;
    private final String contentType;
    private final Reading reading;
    private final Function<Object, byte[]> writing;

    private TextElement(
            Class<?> type, String contentType, Reading reading, Function<Object, byte[]> writing) {
        this.type = type;
        this.contentType = contentType;
        this.reading = reading;
        this.writing = writing;
    }

    static TextElement text() {
        return new TextElement(
                String.class, ContentType.STR, BytesData::stringAt, value -> utf8((String) value));
    }

    static TextElement bytes() {
        return new TextElement(
                byte[].class, ContentType.BASE64, BytesData::bytesAt, value -> (byte[]) value);
    }

    static TextElement instants() {
        return new TextElement(
                Instant.class,
                ContentType.DATETIME,
                (strings, index) -> instant(strings.stringAt(index)),
                value -> utf8(isoText((Instant) value)));
    }

    static TextElement constants(Class<?> type) {
        return new TextElement(
                type,
                ContentType.STR,
                (strings, index) -> constant(type, strings.stringAt(index)),
                value -> utf8(((Enum<?>) value).name()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Python's {@code isoformat} with microseconds, which is what a datetime holds. */
    private static String isoText(Instant value) {
        int micros = value.get(ChronoField.MICRO_OF_SECOND);
        String fraction = micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros);
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
                        .format(value.atOffset(ZoneOffset.UTC))
                + fraction
                + "+00:00";
    }

    static Instant instant(String text) {
        try {
            TemporalAccessor parsed =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            text, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime absolute
                    ? absolute.toInstant()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "a date and time is wanted (as 2021-08-24T15:01:02+02:00), found '"
                            + shortened(text)
                            + "'",
                    e);
        }
    }

    static Object constant(Class<?> type, String text) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "one of "
                        + Arrays.stream(constants).map(each -> ((Enum<?>) each).name()).toList()
                        + " is wanted, found '"
                        + shortened(text)
                        + "'");
    }

    private static String shortened(String text) {
        int limit = 40;
        return text.length() <= limit ? text : text.substring(0, limit) + "...";
    }

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    Datatype datatype() {
        return Datatype.BYTES;
    }

    @Override
    String contentType() {
        return contentType;
    }

    @Override
    void check(Tensor tensor) {
        if (tensor.datatype() != Datatype.BYTES) {
            throw ServingException.unprocessable(
                    "input '%s': datatype BYTES is wanted, found %s"
                            .formatted(tensor.name(), tensor.datatype()));
        }
    }

    @Override
    Object read(Tensor tensor, int index) {
        BytesData strings = tensor.strings();
        if (strings.isNull(index)) {
            throw refused(tensor, index, "is null", null);
        }
        try {
            return reading.of(strings, index);
        } catch (IllegalArgumentException e) {
            throw refused(tensor, index, String.valueOf(e.getMessage()), e);
        }
    }

    private static ServingException refused(
            Tensor tensor, int index, String why, @Nullable Exception cause) {
        return new ServingException(
                ErrorCode.UNPROCESSABLE,
                "input '%s': element %d: %s".formatted(tensor.name(), index, why),
                cause);
    }

    @Override
    Sink sink(String output, int count) {
        List<byte[]> elements = new ArrayList<>(count);
        return new Sink() {
            @Override
            public void add(Object element) {
                elements.add(writing.apply(element));
            }

            @Override
            public TensorData data() {
                return BytesData.ofBytes(elements);
            }
        };
    }
}
