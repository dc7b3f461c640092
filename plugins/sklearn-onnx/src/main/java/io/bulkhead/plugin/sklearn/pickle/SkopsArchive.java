package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files in a skops file, each read into memory, all of them within the limits. */
final class SkopsArchive implements AutoCloseable {
    private final ZipFile zip;
    private long bytesLeft;

    SkopsArchive(Path file, PickleLimits limits) throws IOException {
        this.zip = new ZipFile(file.toFile());
        this.bytesLeft = limits.maxBytes();
    }

    byte[] read(String name) throws PickleException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new PickleException("file names '" + shown(name) + "', which is not in it");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            int most = (int) Math.min(Integer.MAX_VALUE - 8L, bytesLeft);
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new PickleException("file holds more than " + most + " bytes");
            }
            bytesLeft -= bytes.length;
            return bytes;
        } catch (IOException e) {
            throw e instanceof PickleException known
                    ? known
                    : new PickleException("file is damaged: " + e.getMessage(), e);
        }
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
