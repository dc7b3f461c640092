package io.bulkhead.plugin.sklearn.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads numpy's {@code .npy}: a header, which is a Python dict as text, and raw elements. */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 1 << 16;

    private NpyFile() {}

    static NdArray read(byte[] file) throws PickleException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (byte expected : MAGIC) {
            if (!in.hasRemaining() || in.get() != expected) {
                throw new PickleException("file holds an array that is no .npy");
            }
        }
        PyDict header = header(in);
        Dtype dtype = dtype(header.get("descr").orElse(PyNone.NONE));
        int[] shape = NumpyBuilders.shape(header.get("shape").orElse(PyNone.NONE));
        boolean fortran = header.get("fortran_order").orElse(false).equals(true);
        return NdArray.ofBytes(dtype, shape, fortran, in.slice());
    }

    private static PyDict header(ByteBuffer in) throws PickleException {
        if (in.remaining() < 6) {
            throw new PickleException("file holds an array that is cut off");
        }
        int major = in.get();
        in.get(); // the minor version changes nothing
        int length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt();
        if (length < 0 || length > MAX_HEADER_BYTES || length > in.remaining()) {
            throw new PickleException("file holds an array whose header is cut off");
        }
        byte[] text = new byte[length];
        in.get(text);
        Object header = new PythonLiteral(new String(text, StandardCharsets.UTF_8)).read();
        if (header instanceof PyDict dict) {
            return dict;
        }
        throw new PickleException("file holds an array without a header");
    }

    private static Dtype dtype(Object descr) throws PickleException {
        if (descr instanceof String name) {
            return Dtype.parse(name);
        }
        if (!(descr instanceof PyList fields)) {
            throw new PickleException("file holds an array of no dtype");
        }
        List<Object> names = new ArrayList<>();
        PyDict places = new PyDict();
        long offset = 0;
        for (Object field : fields.items()) {
            if (!(field instanceof PyTuple pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof String name)
                    || !(pair.get(1) instanceof String type)) {
                throw new PickleException("file holds an array of a dtype that is not supported");
            }
            Dtype dtype = Dtype.parse(type);
            if (!name.isEmpty()) { // what has no name is there to fill up
                names.add(name);
                places.put(name, new PyTuple(List.of(dtype, offset)));
            }
            offset += dtype.itemSize();
        }
        Dtype struct = Dtype.parse("V" + offset);
        struct.build(
                new PyTuple(
                        List.of(3L, "|", PyNone.NONE, new PyTuple(names), places, offset, 1L, 0L)));
        return struct;
    }
}
