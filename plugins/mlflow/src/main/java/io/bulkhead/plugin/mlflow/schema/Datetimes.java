package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Tensor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Points in time as ISO 8601 text; those with an offset become UTC's. */
final class Datetimes {
    private static final Parameters DATETIME = Parameters.ofContentType(ContentType.DATETIME);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd['T'HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]][XXX]]");

    private Datetimes() {}

    static Tensor normalised(Tensor column) {
        BytesData texts = column.strings();
        List<@Nullable String> normal = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            normal.add(texts.isNull(i) ? null : normalised(column.name(), texts.stringAt(i)));
        }
        return new Tensor(column.name(), column.shape(), BytesData.ofStrings(normal), DATETIME);
    }

    static String normalised(String name, String text) {
        try {
            TemporalAccessor time =
                    ISO.parseBest(
                            text.strip().replace(' ', 'T'),
                            OffsetDateTime::from,
                            LocalDateTime::from,
                            LocalDate::from);
            if (time instanceof OffsetDateTime zoned) {
                return zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().toString();
            }
            return time instanceof LocalDate date
                    ? date.atStartOfDay().toString()
                    : time.toString();
        } catch (DateTimeParseException e) {
            throw ServingException.unprocessable(
                    "input '" + name + "': no date and time of ISO 8601: '" + text + "'");
        }
    }
}
