package io.bulkhead.host.sharedmemory;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Regions that clients have registered: files in the folder where the system keeps its shared
 * memory, and nowhere else. They are read and written as files and never mapped, because a client
 * may cut one at any time: what was a page of it would then end a thread of the server's by a
 * signal, and a tensor could change while a model reads it. Owns the open files.
 */
public final class ClientRegions implements SharedMemory, AutoCloseable {
    /** What a server calls memory that it shares with its own children, which is no client's. */
    public static final String OWN_PREFIX = "bulkhead-";

    private static final int MOST_REGIONS = 1024;
    private static final int LONGEST_NAME = 256;

    private final Path folder;
    private final Map<String, RegionFile> files = new ConcurrentHashMap<>();

    /**
     * @param folder where the system keeps shared memory, {@code /dev/shm}
     */
    public ClientRegions(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void register(SharedRegion region) {
        String where = "shared memory region '" + region.name() + "': ";
        if (region.name().isEmpty() || region.name().length() > LONGEST_NAME) {
            throw ServingException.invalidArgument(
                    "a shared memory region needs a name of 1 to " + LONGEST_NAME + " characters");
        }
        Path file = folder.resolve(fileName(where, region.key()));
        synchronized (files) { // of two with one name, one must lose; it is rare
            if (files.containsKey(region.name())) {
                throw ServingException.invalidArgument(
                        where + "it is registered already; unregister it first");
            }
            if (files.size() >= MOST_REGIONS) {
                throw new ServingException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        where + "at most " + MOST_REGIONS + " regions can be registered");
            }
            files.put(region.name(), RegionFile.open(where, file, region));
        }
    }

    private static String fileName(String where, String key) {
        String name = key.startsWith("/") ? key.substring(1) : key;
        boolean legal =
                !name.isEmpty()
                        && name.length() < LONGEST_NAME
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.indexOf('/') < 0
                        && name.indexOf('\\') < 0
                        && name.indexOf('\0') < 0
                        && !name.startsWith(OWN_PREFIX);
        if (!legal) {
            throw ServingException.invalidArgument(
                    where
                            + "its key must be the name of a shared memory object, such as"
                            + " '/input', without a further slash");
        }
        return name;
    }

    @Override
    public void unregister(String name) {
        RegionFile file = files.remove(name);
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void unregisterAll() {
        files.keySet().forEach(this::unregister);
    }

    @Override
    public List<SharedRegion> regions(String name) {
        if (name.isEmpty()) {
            return new TreeMap<>(files)
                    .values().stream()
                            .map(RegionFile::region)
                            .sorted(Comparator.comparing(SharedRegion::name))
                            .toList();
        }
        RegionFile file = files.get(name);
        if (file == null) {
            throw new ServingException(
                    ErrorCode.NOT_FOUND,
                    "no system shared memory region '" + name + "' is registered");
        }
        return List.of(file.region());
    }

    @Override
    public void require(TensorPlace place) {
        RegionFile unused = file(place);
    }

    private RegionFile file(TensorPlace place) {
        RegionFile file = files.get(place.region());
        if (file == null) {
            throw place.refused("is not registered");
        }
        long size = file.region().byteSize();
        // Not offset + size, which may be more than there are numbers.
        if (place.offset() > size || place.byteSize() > size - place.offset()) {
            throw place.refused(
                    "has "
                            + size
                            + " bytes, but "
                            + place.byteSize()
                            + " are wanted from byte "
                            + place.offset());
        }
        return file;
    }

    @Override
    public ByteBuffer read(TensorPlace place) {
        RegionFile file = file(place);
        try {
            return file.read(place);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    @Override
    public SharedOutputs outputs(InferenceRequest request) {
        return SharedOutputs.named(request, this);
    }

    @Override
    public void write(TensorPlace place, ByteBuffer bytes) {
        RegionFile file = file(place);
        if (bytes.remaining() > place.byteSize()) {
            throw place.refused(
                    "is to hold it in "
                            + place.byteSize()
                            + " bytes, but "
                            + bytes.remaining()
                            + " are needed");
        }
        try {
            file.write(place, bytes);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    private static ServingException unreadable(TensorPlace place, IOException cause) {
        return new ServingException(
                ErrorCode.INVALID_ARGUMENT,
                place.refused("cannot be used any more; register it again").reason(),
                cause);
    }

    @Override
    public void close() {
        unregisterAll();
    }
}
