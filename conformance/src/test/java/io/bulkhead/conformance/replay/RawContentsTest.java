package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawContentsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL   | 000102           | [false,true,true]",
                "UINT8  | ff               | [255]",
                "INT8   | ff               | [-1]",
                "UINT16 | feff             | [65534]",
                "INT16  | feff             | [-2]",
                "UINT32 | ffffffff         | [4294967295]",
                "INT32  | ffffffff         | [-1]",
                "UINT64 | ffffffffffffffff | [18446744073709551615]",
                "INT64  | ffffffffffffffff | [-1]",
                "FP16   | 003c00c00100ff7b | [1.0,-2.0,5.9604644775390625E-8,65504.0]",
                "FP32   | 0000003f         | [0.5]",
                "FP64   | 000000000000e03f | [0.5]",
                "FP64   | ''               | []",
            })
    void readsLittleEndianNumbers(String datatype, String hex, String numbers) throws Exception {
        // As values: JDKs differ in how many digits they print of the same one.
        assertThat(MAPPER.readTree(unpack(datatype, hex)))
                .isEqualTo(MAPPER.readTree("[" + numbers + "]"));
    }

    @Test
    void readsTheHalvesThatAreNoNumbers() {
        assertThat(unpack("FP16", "007c00fc017e")).isEqualTo("[[Infinity,-Infinity,NaN]]");
    }

    @Test
    void leavesWhatIsNoWholeNumberOfElementsAsItIs() {
        assertThat(unpack("INT32", "010203")).isEqualTo("[\"AQID\"]");
        assertThat(unpack("BYTES", "01000000")).isEqualTo("[\"AQAAAA==\"]");
    }

    private static String unpack(String datatype, String hex) {
        byte[] base64 = Base64.getEncoder().encode(HexFormat.of().parseHex(hex));
        String response =
                "{'outputs': [{'datatype': '%s'}], 'raw_output_contents': ['%s']}"
                        .formatted(datatype, new String(base64, StandardCharsets.US_ASCII));
        String unpacked = RawContents.unpack(json(response)).path("raw_output_contents").toString();
        return unpacked.replaceAll("\"(NaN|-?Infinity)\"", "$1");
    }
}
