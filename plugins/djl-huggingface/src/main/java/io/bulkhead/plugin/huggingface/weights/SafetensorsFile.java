package io.bulkhead.plugin.huggingface.weights;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file of safetensors: the length of a header, a header in JSON, the elements. It is mapped,
 * not read, and nothing is taken on its word: a tensor lies within the file and is as large as its
 * shape says, or the file is refused.
 */
final class SafetensorsFile {
    private static final int PREFIX = Long.BYTES;
    private static final long LONGEST_HEADER = 100_000_000;

    private final String name;
    private final FileChannel channel;
    private final long dataStart;

    private SafetensorsFile(String name, FileChannel channel, long dataStart) {
        this.name = name;
        this.channel = channel;
        this.dataStart = dataStart;
    }

    /** The tensors of a file by name. */
    static Map<String, Weight> read(Path path) {
        String name = String.valueOf(path.getFileName());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = headerLength(name, channel);
            JsonObject header = JsonObject.parse(name, header(channel, length));
            return new SafetensorsFile(name, channel, PREFIX + length).tensors(header);
        } catch (IOException e) {
            throw ServingException.loadFailed(name + " cannot be read", e);
        }
    }

    private static long headerLength(String name, FileChannel channel) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        if (channel.size() < PREFIX || channel.read(prefix, 0) < PREFIX) {
            throw ServingException.loadFailed(
                    name + " is no safetensors file: it has " + channel.size() + " bytes", null);
        }
        long length = prefix.getLong(0);
        if (length < 2 || length > LONGEST_HEADER || length > channel.size() - PREFIX) {
            throw ServingException.loadFailed(
                    name
                            + " is damaged: its header should have "
                            + Long.toUnsignedString(length)
                            + " bytes, the file has "
                            + channel.size(),
                    null);
        }
        return length;
    }

    private static String header(FileChannel channel, long length) throws IOException {
        ByteBuffer header = ByteBuffer.allocate((int) length);
        int at = 0;
        while (header.hasRemaining()) {
            int read = channel.read(header, PREFIX + at);
            if (read < 0) {
                throw new IOException("the file ends within its header");
            }
            at += read;
        }
        return new String(header.array(), StandardCharsets.UTF_8);
    }

    private Map<String, Weight> tensors(JsonObject header) throws IOException {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        for (String tensor : header.asMap().keySet()) {
            if (!tensor.equals("__metadata__")) {
                tensors.put(tensor, tensor(tensor, header.object(tensor)));
            }
        }
        return tensors;
    }

    private Weight tensor(String tensor, JsonObject entry) throws IOException {
        String dtype = entry.text("dtype").orElse("");
        WeightType type =
                WeightType.named(dtype)
                        .orElseThrow(() -> damaged(tensor, "is of type '" + dtype + "'"));
        List<Long> shape = numbers(tensor, entry.list("shape"));
        List<Long> offsets = numbers(tensor, entry.list("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw damaged(tensor, "has no data_offsets");
        }
        long size = offsets.get(1) - offsets.get(0);
        if (size != bytes(tensor, type, shape)) {
            throw damaged(tensor, "of shape " + shape + " should not have " + size + " bytes");
        }
        if (offsets.get(1) > channel.size() - dataStart) {
            throw damaged(
                    tensor,
                    "ends at byte "
                            + (dataStart + offsets.get(1))
                            + ", the file has "
                            + channel.size());
        }
        return new Weight(tensor, type, shape, mapped(tensor, dataStart + offsets.get(0), size));
    }

    private ByteBuffer mapped(String tensor, long from, long size) throws IOException {
        if (size > Integer.MAX_VALUE) {
            throw damaged(tensor, "has more than 2 GiB");
        }
        return size == 0
                ? ByteBuffer.allocateDirect(0)
                : channel.map(FileChannel.MapMode.READ_ONLY, from, size)
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    private long bytes(String tensor, WeightType type, List<Long> shape) {
        long bytes = type.byteSize();
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw damaged(tensor, "is larger than any file");
        }
        return bytes;
    }

    private List<Long> numbers(String tensor, List<Object> values) {
        List<Long> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Long number) || number < 0) {
                throw damaged(tensor, "has the dimension or offset " + value);
            }
            numbers.add(number);
        }
        return numbers;
    }

    private ServingException damaged(String tensor, String why) {
        return ServingException.loadFailed(
                name + " is damaged: tensor '" + tensor + "' " + why, null);
    }
}
