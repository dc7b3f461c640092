package io.bulkhead.plugin.mlflow.scoring;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads CSV with a header, as pandas does: what looks like numbers is numbers. */
final class CsvBodyReader {
    private static final Set<String> MISSING =
            Set.of(
                    "",
                    "#N/A",
                    "#N/A N/A",
                    "#NA",
                    "-1.#IND",
                    "-1.#QNAN",
                    "-NaN",
                    "-nan",
                    "1.#IND",
                    "1.#QNAN",
                    "<NA>",
                    "N/A",
                    "NA",
                    "NULL",
                    "NaN",
                    "None",
                    "n/a",
                    "nan",
                    "null");

    private CsvBodyReader() {}

    /**
     * @param textColumns whose values are text, also where they look like numbers
     */
    static ScoringInput read(String text, Set<String> textColumns) {
        List<String> names = List.of();
        List<Series> columns = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
            for (CsvRecord row : csv) {
                if (names.isEmpty()) {
                    names = header(row);
                    names.forEach(name -> columns.add(new Series()));
                } else {
                    addRow(row, names, columns, textColumns);
                }
            }
        } catch (CsvParseException e) {
            throw ServingException.invalidArgument("the body is no valid CSV: " + e.getMessage());
        } catch (IOException e) { // a text does not fail
            throw new UncheckedIOException(e);
        }
        if (names.isEmpty()) {
            throw ServingException.invalidArgument("the CSV is empty: a header is wanted");
        }
        return frame(names, columns);
    }

    private static List<String> header(CsvRecord row) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            String name = row.getField(i);
            names.add(name.isEmpty() ? "Unnamed: " + i : name);
        }
        return names;
    }

    private static void addRow(
            CsvRecord row, List<String> names, List<Series> columns, Set<String> textColumns) {
        if (row.getFieldCount() > columns.size()) {
            throw ServingException.invalidArgument(
                    "CSV, line "
                            + row.getStartingLineNumber()
                            + ": "
                            + row.getFieldCount()
                            + " fields, the header has "
                            + columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            String field = i < row.getFieldCount() ? row.getField(i) : "";
            if (textColumns.contains(names.get(i)) && !MISSING.contains(field)) {
                columns.get(i).add((Object) field);
            } else {
                add(field, columns.get(i));
            }
        }
    }

    private static void add(String field, Series column) {
        if (MISSING.contains(field)) {
            column.addMissing();
        } else if (Numbers.isInteger(field)) {
            column.add(Long.parseLong(field));
        } else if (Numbers.isNumber(field)) {
            column.add(Double.parseDouble(field));
        } else if (field.equals("True") || field.equals("False")) {
            column.add((Object) field.equals("True"));
        } else {
            column.add((Object) field);
        }
    }

    private static ScoringInput frame(List<String> names, List<Series> columns) {
        Map<String, Series> frame = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (frame.put(names.get(i), columns.get(i)) != null) {
                throw ServingException.invalidArgument(
                        "two columns are called '" + names.get(i) + "'");
            }
        }
        return new ScoringInput.Frame(frame);
    }
}
