package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.pf4j.Extension;

/** Content type {@code raw}: the first element as it is, a number, a truth value or text. */
@Extension
public final class RawCodec implements InputCodec<RawValue> {
    private static final String NAME = "raw";

    @Override
    public String contentType() {
        return NAME;
    }

    @Override
    public Class<RawValue> valueType() {
        return RawValue.class;
    }

    @Override
    public RawValue decode(Tensor input) {
        if (input.size() == 0) {
            throw ServingException.unprocessable(
                    "input '" + input.name() + "': raw needs one value, found none");
        }
        return new RawValue(
                input.datatype() == Datatype.BYTES
                        ? input.strings().stringAt(0)
                        : number(input.numbers(), 0));
    }

    /** One element: {@code Boolean}, {@code Long} or {@code Double}. */
    static Object number(NumericData data, int index) {
        if (data.datatype() == Datatype.BOOL) {
            return data.longAt(index) != 0;
        }
        return data.datatype().isFloating()
                ? (Object) data.doubleAt(index)
                : (Object) data.longAt(index);
    }

    @Override
    public Tensor encode(String name, RawValue value) {
        return Tensor.ofStrings(name, Shape.of(1), List.of(String.valueOf(value.value())))
                .withParameters(Parameters.ofContentType(NAME));
    }
}
