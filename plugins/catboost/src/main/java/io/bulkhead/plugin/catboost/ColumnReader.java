package io.bulkhead.plugin.catboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.kernel.CityHash;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Reads the values of one tensor as numbers and as categories. */
final class ColumnReader {
    /** What CatBoost takes for a missing number, in any case. */
    private static final Set<String> MISSING =
            Set.of("", "nan", "na", "null", "none", "n/a", "#n/a", "#na", "-nan", "-");

    private final Tensor tensor;

    ColumnReader(Tensor tensor) {
        this.tensor = tensor;
    }

    /** All values as numbers. */
    float[] floats() {
        if (tensor.data() instanceof NumericData numbers) {
            return numbers.toFloats();
        }
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = floatAt(i);
        }
        return values;
    }

    /** One value as a number; text is parsed, as CatBoost does it. */
    float floatAt(int index) {
        if (tensor.data() instanceof NumericData numbers) {
            return numbers.datatype().isInteger()
                    ? (float) numbers.longAt(index)
                    : (float) numbers.doubleAt(index);
        }
        String text = tensor.strings().stringAt(index).strip();
        if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
            return Float.NaN;
        }
        try {
            return (float) Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw refused("a number is wanted", index);
        }
    }

    /** One value as a category: text as it is, a whole number as its digits. */
    int hashAt(int index) {
        if (tensor.data() instanceof BytesData strings) {
            if (strings.isNull(index)) {
                throw refused("a category is wanted, not null", index);
            }
            byte[] bytes = strings.bytesAt(index);
            return CityHash.category(bytes, bytes.length);
        }
        NumericData numbers = tensor.numbers();
        double number = numbers.doubleAt(index);
        if (!numbers.datatype().isInteger() && number != Math.rint(number)) {
            throw refused("a category is wanted: text or a whole number", index);
        }
        byte[] digits = String.valueOf(numbers.longAt(index)).getBytes(StandardCharsets.US_ASCII);
        return CityHash.category(digits, digits.length);
    }

    /** One value as text, which numbers are not. */
    String textAt(int index) {
        if (!(tensor.data() instanceof BytesData strings) || strings.isNull(index)) {
            throw refused("text is wanted", index);
        }
        return strings.stringAt(index);
    }

    private ServingException refused(String wanted, int index) {
        return ServingException.unprocessable(
                "input '" + tensor.name() + "', value " + index + ": " + wanted);
    }
}
