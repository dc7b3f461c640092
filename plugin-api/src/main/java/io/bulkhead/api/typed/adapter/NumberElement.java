package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Numbers: one class for each primitive type, so that none is boxed on the way of an array. */
abstract sealed class NumberElement extends Element {
    private final Class<?> type;
    private final Datatype datatype;

    private NumberElement(Class<?> type, Datatype datatype) {
        this.type = type;
        this.datatype = datatype;
    }

    /**
     * @param type a primitive number
     * @param datatype of its width
     */
    static NumberElement of(Class<?> type, Datatype datatype) {
        if (type == float.class) {
            return new Floats(datatype);
        } else if (type == double.class) {
            return new Doubles(datatype);
        } else if (type == long.class) {
            return new Longs(datatype);
        } else if (type == int.class) {
            return new Ints(datatype);
        } else if (type == short.class) {
            return new Shorts(datatype);
        } else {
            return new Bytes(datatype);
        }
    }

    @Override
    final Class<?> type() {
        return type;
    }

    @Override
    final Datatype datatype() {
        return datatype;
    }

    @Override
    final String contentType() {
        return ContentType.NP;
    }

    @Override
    final void check(Tensor tensor) {
        Numbers.check(tensor, datatype);
    }

    final long wholeAt(Tensor tensor, int index) {
        return Numbers.wholeAt(tensor, index, datatype);
    }

    final boolean isSame(Tensor tensor) {
        return tensor.datatype() == datatype;
    }

    /** Memory that is filled from its start. */
    abstract static class NumberSink implements Sink {
        private final Datatype datatype;
        final ByteBuffer memory;

        NumberSink(Datatype datatype, int count) {
            this.datatype = datatype;
            this.memory = NumericData.allocate(datatype, count);
        }

        @Override
        public final TensorData data() {
            return NumericData.wrap(datatype, memory.rewind());
        }
    }

    static final class Floats extends NumberElement {
        Floats(Datatype datatype) {
            super(float.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return Numbers.floatAt(tensor, index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            float[] values = new float[count];
            if (isSame(tensor)) {
                tensor.numbers().floats().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = Numbers.floatAt(tensor, from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                private final FloatBuffer floats = memory.asFloatBuffer();

                @Override
                public void add(Object element) {
                    floats.put((float) element);
                }

                @Override
                public void addArray(Object array) {
                    floats.put((float[]) array);
                }
            };
        }
    }

    static final class Doubles extends NumberElement {
        Doubles(Datatype datatype) {
            super(double.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return tensor.numbers().doubleAt(index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            double[] values = new double[count];
            NumericData numbers = tensor.numbers();
            if (isSame(tensor)) {
                numbers.doubles().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = numbers.doubleAt(from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                private final DoubleBuffer doubles = memory.asDoubleBuffer();

                @Override
                public void add(Object element) {
                    doubles.put((double) element);
                }

                @Override
                public void addArray(Object array) {
                    doubles.put((double[]) array);
                }
            };
        }
    }

    static final class Longs extends NumberElement {
        Longs(Datatype datatype) {
            super(long.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return wholeAt(tensor, index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            long[] values = new long[count];
            if (isSame(tensor)) {
                tensor.numbers().longs().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = wholeAt(tensor, from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                private final LongBuffer longs = memory.asLongBuffer();

                @Override
                public void add(Object element) {
                    longs.put((long) element);
                }

                @Override
                public void addArray(Object array) {
                    longs.put((long[]) array);
                }
            };
        }
    }

    static final class Ints extends NumberElement {
        Ints(Datatype datatype) {
            super(int.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return (int) wholeAt(tensor, index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            int[] values = new int[count];
            if (isSame(tensor)) {
                tensor.numbers().ints().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = (int) wholeAt(tensor, from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                private final IntBuffer ints = memory.asIntBuffer();

                @Override
                public void add(Object element) {
                    ints.put((int) element);
                }

                @Override
                public void addArray(Object array) {
                    ints.put((int[]) array);
                }
            };
        }
    }

    static final class Shorts extends NumberElement {
        Shorts(Datatype datatype) {
            super(short.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return (short) wholeAt(tensor, index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            short[] values = new short[count];
            if (isSame(tensor)) {
                tensor.numbers().shorts().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = (short) wholeAt(tensor, from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                private final ShortBuffer shorts = memory.asShortBuffer();

                @Override
                public void add(Object element) {
                    shorts.put((short) element);
                }

                @Override
                public void addArray(Object array) {
                    shorts.put((short[]) array);
                }
            };
        }
    }

    static final class Bytes extends NumberElement {
        Bytes(Datatype datatype) {
            super(byte.class, datatype);
        }

        @Override
        Object read(Tensor tensor, int index) {
            return (byte) wholeAt(tensor, index);
        }

        @Override
        Object readArray(Tensor tensor, int from, int count) {
            byte[] values = new byte[count];
            if (isSame(tensor)) {
                tensor.bytes().get(from, values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = (byte) wholeAt(tensor, from + i);
            }
            return values;
        }

        @Override
        Sink sink(String output, int count) {
            return new NumberSink(datatype(), count) {
                @Override
                public void add(Object element) {
                    memory.put((byte) element);
                }

                @Override
                public void addArray(Object array) {
                    memory.put((byte[]) array);
                }
            };
        }
    }
}
