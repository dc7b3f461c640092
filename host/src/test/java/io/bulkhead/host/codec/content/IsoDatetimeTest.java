package io.bulkhead.host.codec.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python 3.11.7's {@code datetime.fromisoformat(text).isoformat()} answers. */
class IsoDatetimeTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "2021-08-24T15:01:02, 2021-08-24T15:01:02",
                "2021-08-24T15:01:02+02:00, 2021-08-24T15:01:02+02:00",
                "2021-08-24, 2021-08-24T00:00:00",
                "20210824, 2021-08-24T00:00:00",
                "20210824T150102, 2021-08-24T15:01:02",
                "2021-08-24T15:01:02Z, 2021-08-24T15:01:02+00:00",
                "2021-08-24 15:01, 2021-08-24T15:01:00",
                "2021-08-24T15, 2021-08-24T15:00:00",
                "2021-08-24T1501, 2021-08-24T15:01:00",
                "2021-08-24\u65e515:01, 2021-08-24T15:01:00",
                "2021-08-24T15:01:02.5, 2021-08-24T15:01:02.500000",
                "\"2021-08-24T15:01:02,123\", 2021-08-24T15:01:02.123000",
                "2021-08-24T15:01:02.123456789, 2021-08-24T15:01:02.123456",
                "2021-08-24T15:01:02-00:00, 2021-08-24T15:01:02+00:00",
                "2021-08-24T15:01:02-05, 2021-08-24T15:01:02-05:00",
                "2021-08-24T15:01:02+0530, 2021-08-24T15:01:02+05:30",
                "2021-08-24T15:01:02+05:30:15, 2021-08-24T15:01:02+05:30:15",
                "2021-08-24T15:01:02+05:30:15.25, 2021-08-24T15:01:02+05:30:15.250000",
                "2021-W34-2, 2021-08-24T00:00:00",
                "2021W342T10, 2021-08-24T10:00:00",
                "2021-W34, 2021-08-23T00:00:00",
                "2021W34, 2021-08-23T00:00:00",
                "2020-W53-7, 2021-01-03T00:00:00",
                "0001-01-01, 0001-01-01T00:00:00",
                "2020-02-29, 2020-02-29T00:00:00"
            })
    void readsAndPrintsAsPythonDoes(String text, String printed) {
        assertThat(IsoDatetime.parse(text).map(IsoDatetime::toString)).contains(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2021",
                "2021-08",
                "2021-8-24",
                "2021-0824",
                "202108-24",
                "2021-13-01",
                "2021-02-29",
                "0000-01-01",
                "2021-236",
                "2021-W54-1",
                "2021-W53-1",
                "2021-W00-1",
                "2021-W34-8",
                "2021-08-24T",
                "2021-08-24T24:00",
                "2021-08-24T15:60",
                "2021-08-24T15:01:60",
                "2021-08-24T1",
                "2021-08-24T15:",
                "2021-08-24T15:01:",
                "2021-08-24T15:01:02.",
                "2021-08-24T15:0102",
                "2021-08-24T15:01:02+",
                "2021-08-24T15:01:02+24:00",
                "2021-08-24T15:01:02Zulu",
                " 2021-08-24",
                "٢٠٢١-08-24"
            })
    void refusesWhatPythonRefuses(String text) {
        assertThat(IsoDatetime.parse(text)).isEqualTo(Optional.empty());
    }
}
