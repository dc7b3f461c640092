package io.bulkhead.host;

import io.bulkhead.api.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code docs/troubleshooting.md} says of each error code.
 *
 * @param rest the HTTP status
 * @param grpc the gRPC code
 */
public record ErrorTable(int rest, String grpc) {
    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

    /** The table's rows. */
    public static Map<ErrorCode, ErrorTable> rows() {
        Map<ErrorCode, ErrorTable> rows = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : ErrorCode.values()) {
            for (String line : lines()) {
                String[] cells = line.split("\\|", -1);
                if (line.startsWith("| `" + code + "` |")) {
                    int rest = Integer.parseInt(cells[2].strip());
                    rows.put(code, new ErrorTable(rest, cells[3].strip().replace("`", "")));
                }
            }
        }
        return rows;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
