package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.LoneText;
import io.bulkhead.codec.binary.RawTensors;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.protocol.InferTensorContents;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tensors out of a message's parts. What a tensor says of itself is checked against the bytes that
 * are there before any memory is taken for it.
 */
final class ProtoTensors {
    private static final int MAX_DIMENSIONS = 64;

    private final RawContents raw;
    private final RawTensors shared;

    ProtoTensors(Dialect dialect) {
        this.raw = new RawContents(dialect);
        this.shared = new RawTensors("shared memory", dialect == Dialect.CHILD);
    }

    /** A tensor whose values are still to be found. */
    record Header(
            String where, String name, Datatype datatype, Shape shape, Parameters parameters) {
        long elements() {
            try {
                return shape.elementCount();
            } catch (ArithmeticException e) {
                throw ServingException.unprocessable(
                        where + ": shape " + shape + " has more elements than any message holds");
            }
        }

        private boolean mayCountText() {
            return datatype == Datatype.BYTES && shape.rank() == 1 && shape.dimension(0) != 1;
        }

        /** With a shape of one element, if it counts the one text that there is. */
        Header ofLoneText(ByteString raw) {
            return mayCountText()
                            && LoneText.isCountedBehindLength(
                                    shape.dimension(0), raw.asReadOnlyByteBuffer())
                    ? withOneElement()
                    : this;
        }

        /** With a shape of one element, if it counts the one text that there is. */
        Header ofLoneText(InferTensorContents contents) {
            return mayCountText()
                            && contents.getBytesContentsCount() == 1
                            && LoneText.isCounted(
                                    shape.dimension(0),
                                    contents.getBytesContents(0).asReadOnlyByteBuffer())
                    ? withOneElement()
                    : this;
        }

        private Header withOneElement() {
            return new Header(where, name, datatype, LoneText.SHAPE, parameters);
        }

        Tensor holding(TensorData data) {
            return new Tensor(name, shape, data, parameters);
        }
    }

    static Datatype datatype(String where, String name) {
        return Datatype.named(name)
                .orElseThrow(
                        () ->
                                ServingException.unprocessable(
                                        where
                                                + ": datatype '"
                                                + name
                                                + "' must be one of "
                                                + Datatype.names()));
    }

    /**
     * @param dimension gives one of the dimensions without boxing it
     */
    static Shape shape(String where, int rank, IntToLongFunction dimension) {
        if (rank > MAX_DIMENSIONS) {
            throw ServingException.unprocessable(
                    where + ": shape has " + rank + " dimensions, at most " + MAX_DIMENSIONS);
        }
        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) {
            dimensions[i] = dimension.applyAsLong(i);
            if (dimensions[i] < 0) {
                throw ServingException.unprocessable(
                        where + ": shape[" + i + "] must be 0 or more, found " + dimensions[i]);
            }
        }
        return Shape.of(dimensions);
    }

    Tensor fromRaw(Header header, ByteString bytes) {
        Header fitting = header.ofLoneText(bytes);
        return fitting.holding(
                raw.read(fitting.where(), fitting.datatype(), fitting.elements(), bytes));
    }

    /** What only tells where the bytes were is not for the model. */
    Tensor fromShared(Header header, ByteBuffer bytes) {
        TensorData data =
                shared.read(
                        header.datatype(),
                        header.elements(),
                        bytes,
                        problem -> ServingException.unprocessable(header.where() + ": " + problem));
        return header.holding(data).withParameters(TensorPlace.without(header.parameters()));
    }

    static Tensor fromTyped(Header header, InferTensorContents contents) {
        Header fitting = header.ofLoneText(contents);
        return fitting.holding(
                TypedContents.read(
                        fitting.where(), fitting.datatype(), fitting.elements(), contents));
    }

    /**
     * The raw contents of a message, given out in order to those tensors that have no typed values.
     */
    static final class RawQueue {
        private final String field;
        private final List<ByteString> entries;
        private int takers;
        private int next;

        /**
         * @param takers how many tensors have no typed values
         */
        RawQueue(String field, List<ByteString> entries, int takers) {
            this.field = field;
            this.entries = entries;
            this.takers = takers;
        }

        /** Whether the message has no raw contents at all. */
        boolean isEmpty() {
            return entries.isEmpty();
        }

        /** The entry of the next taker, or null for an empty tensor that needs none. */
        @Nullable ByteString take(Header header) {
            int left = entries.size() - next;
            boolean enough = left >= takers--;
            if (!enough && header.elements() == 0) {
                return null;
            }
            if (left == 0) {
                throw ServingException.unprocessable(
                        header.where()
                                + ": no contents, and "
                                + field
                                + " has no entry left after "
                                + next);
            }
            return entries.get(next++);
        }

        void requireEmpty() {
            if (next < entries.size()) {
                throw ServingException.unprocessable(
                        field
                                + " has "
                                + entries.size()
                                + " entries, but only "
                                + next
                                + " tensors without contents of their own");
            }
        }
    }
}
