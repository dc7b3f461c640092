package io.bulkhead.plugin.mlflow.scoring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mlflow.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the JSON bodies of the scoring protocol in one pass. */
final class JsonBodyReader {
    private static final String WANTED =
            "the body must be a JSON object with exactly one of 'dataframe_split',"
                    + " 'dataframe_records', 'instances' and 'inputs'";

    private final boolean rowsOfLists;

    /**
     * @param rowsOfLists whether lists in columns belong to one row, as they do where the signature
     *     has columns of lists or objects
     */
    JsonBodyReader(boolean rowsOfLists) {
        this.rowsOfLists = rowsOfLists;
    }

    ScoringBody read(byte[] body, int offset, int length) {
        try (JsonParser parser = JsonText.parser(body, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ServingException.invalidArgument(WANTED);
            }
            ScoringBody read = readObject(parser);
            if (parser.nextToken() != null) {
                throw ServingException.invalidArgument("there is more behind the JSON object");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw ServingException.invalidArgument("the body is no valid JSON: " + message(e));
        } catch (IOException e) {
            throw ServingException.invalidArgument("the body cannot be read: " + e.getMessage());
        }
    }

    private static String message(JsonProcessingException e) {
        return e.getOriginalMessage()
                + " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    }

    private ScoringBody readObject(JsonParser parser) throws IOException {
        Optional<ScoringInput> input = Optional.empty();
        Object params = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Optional<ScoringInput> found = input(name, parser);
            if (found.isPresent() && input.isPresent()) {
                throw ServingException.invalidArgument(WANTED + ", found several");
            }
            if (found.isPresent()) {
                input = found;
            } else if (name.equals("params")) {
                params = JsonText.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new ScoringBody(
                input.orElseThrow(() -> ServingException.invalidArgument(WANTED)), params);
    }

    private Optional<ScoringInput> input(String name, JsonParser parser) throws IOException {
        return switch (name) {
            case "dataframe_split" -> Optional.of(SplitReader.read(parser));
            case "dataframe_records" -> Optional.of(records(name, parser));
            case "instances" -> Optional.of(instances(parser));
            case "inputs" -> Optional.of(inputs(parser));
            default -> Optional.empty();
        };
    }

    private static ScoringInput records(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw ServingException.invalidArgument("'" + name + "' must be a list of objects");
        }
        parser.nextToken();
        return recordsFromFirst(name, parser);
    }

    /** The parser is at the first element of the list, or at its end. */
    private static ScoringInput recordsFromFirst(String name, JsonParser parser)
            throws IOException {
        Map<String, Series> columns = new LinkedHashMap<>();
        int rows = 0;
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ServingException.invalidArgument("'" + name + "' must be a list of objects");
            }
            readRecord(name, parser, columns, rows);
            rows++;
            for (Series column : columns.values()) {
                if (column.size() < rows) {
                    column.addMissing();
                }
            }
            parser.nextToken();
        }
        return new ScoringInput.Frame(columns);
    }

    private static void readRecord(
            String list, JsonParser parser, Map<String, Series> columns, int row)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Series column = columns.get(name);
            if (column == null) {
                column = new Series();
                for (int i = 0; i < row; i++) {
                    column.addMissing();
                }
                columns.put(name, column);
            }
            parser.nextToken();
            if (column.size() > row) {
                throw ServingException.invalidArgument(
                        "'" + list + "', row " + row + ": '" + name + "' is there twice");
            }
            column.add(parser);
        }
    }

    private ScoringInput instances(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return columns("instances", parser);
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return array("instances", parser);
        }
        NestedSeries rows = new NestedSeries("instances");
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            return rowsOfLists ? recordsFromFirst("instances", parser) : namedInstances(parser);
        }
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            rows.add(parser);
            parser.nextToken();
        }
        return new ScoringInput.Array(rows.stackedShape(), rows.values());
    }

    /** A list of objects: by name, the values of all of them become one array. */
    private static ScoringInput namedInstances(JsonParser parser) throws IOException {
        Map<String, NestedSeries> columns = new LinkedHashMap<>();
        int rows = 0;
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ServingException.invalidArgument(
                        "'instances' must be a list of objects or a list of values, found both");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                columns.computeIfAbsent(name, NestedSeries::new).add(parser);
            }
            rows++;
            parser.nextToken();
        }
        Map<String, ScoringInput.Array> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, NestedSeries> column : columns.entrySet()) {
            NestedSeries values = column.getValue();
            if (values.stackedShape().dimension(0) != rows) {
                throw ServingException.invalidArgument(
                        "The length of values for each input/column name are not the same: '"
                                + column.getKey()
                                + "' is missing in an instance");
            }
            arrays.put(
                    column.getKey(),
                    new ScoringInput.Array(values.stackedShape(), values.values()));
        }
        return new ScoringInput.Named(arrays);
    }

    private ScoringInput inputs(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return columns("inputs", parser);
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return array("inputs", parser);
        }
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            return recordsFromFirst("inputs", parser);
        }
        NestedSeries rows = new NestedSeries("inputs");
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            rows.add(parser);
            parser.nextToken();
        }
        return new ScoringInput.Array(rows.stackedShape(), rows.values());
    }

    /** An object: an array or a value under each name. */
    private ScoringInput columns(String field, JsonParser parser) throws IOException {
        return rowsOfLists ? oneRow(field, parser) : named(parser);
    }

    private static ScoringInput oneRow(String field, JsonParser parser) throws IOException {
        Map<String, Series> columns = new LinkedHashMap<>();
        readRecord(field, parser, columns, 0);
        return new ScoringInput.Frame(columns);
    }

    private static ScoringInput named(JsonParser parser) throws IOException {
        Map<String, ScoringInput.Array> arrays = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            arrays.put(name, array(name, parser));
        }
        return new ScoringInput.Named(arrays);
    }

    private static ScoringInput.Array array(String name, JsonParser parser) throws IOException {
        NestedSeries values = new NestedSeries(name);
        values.add(parser);
        return new ScoringInput.Array(values.shape(), values.values());
    }

    /** A data frame as columns, rows and an index that nobody needs. */
    private static final class SplitReader {
        private final List<Series> data = new ArrayList<>();
        private Optional<List<String>> columns = Optional.empty();
        private boolean dataSeen;

        static ScoringInput read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ServingException.invalidArgument("Dataframe split format must be an object");
            }
            SplitReader reader = new SplitReader();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                reader.field(name, parser);
            }
            return reader.frame();
        }

        private void field(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "columns" -> columns = names(JsonText.read(parser));
                case "data" -> {
                    dataSeen = true;
                    rows(parser);
                }
                case "index" -> parser.skipChildren();
                default -> throw wrong("found '" + name + "'");
            }
        }

        private static ServingException wrong(String found) {
            return ServingException.invalidArgument(
                    "Dataframe split format must have 'data' and may have 'columns' and 'index', "
                            + found);
        }

        private static Optional<List<String>> names(@Nullable Object value) {
            if (value == null) {
                return Optional.empty();
            }
            if (!(value instanceof List<?> list)) {
                throw wrong("found 'columns' that are no list");
            }
            return Optional.of(list.stream().map(String::valueOf).toList());
        }

        private void rows(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw wrong("found 'data' that is no list of rows");
            }
            int row = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                row(parser, row++);
            }
        }

        private void row(JsonParser parser, int row) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw wrong("found row " + row + " that is no list");
            }
            int width = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (width == data.size()) {
                    if (row > 0) {
                        throw uneven(row, width + 1);
                    }
                    data.add(new Series());
                }
                data.get(width++).add(parser);
            }
            if (width < data.size()) {
                throw uneven(row, width);
            }
        }

        private ServingException uneven(int row, int width) {
            return ServingException.invalidArgument(
                    "Dataframe split format: row "
                            + row
                            + " has "
                            + width
                            + " values or more, the rows before have "
                            + data.size());
        }

        private ScoringInput frame() {
            if (!dataSeen) {
                throw wrong("found no 'data'");
            }
            int width = data.isEmpty() ? columns.map(List::size).orElse(0) : data.size();
            if (columns.isPresent() && columns.get().size() != width) {
                throw ServingException.invalidArgument(
                        columns.get().size() + " columns passed, passed data had " + width);
            }
            Map<String, Series> frame = new LinkedHashMap<>();
            for (int i = 0; i < width; i++) {
                String name = columns.isPresent() ? columns.get().get(i) : String.valueOf(i);
                if (frame.put(name, data.isEmpty() ? new Series() : data.get(i)) != null) {
                    throw ServingException.invalidArgument("two columns are called '" + name + "'");
                }
            }
            return new ScoringInput.Frame(frame, columns.isPresent());
        }
    }
}
