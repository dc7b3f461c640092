package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One archive on its way into a folder: judges each entry before anything of it is written. Links
 * are made when all files are there, so that no file can be written through one.
 */
final class Unpacking implements AutoCloseable {
    private static final int MAX_NAME = 4_096;
    private static final int MAX_DEPTH = 64;
    private static final int BUFFER_BYTES = 1 << 18;

    private static final Pattern PYTHON = Pattern.compile("([^/]+/)?bin/python[0-9.]*");

    private final Path target;
    private final ArchiveLimits limits;
    private final long archiveBytes;
    private final SafeArchive.EntryCheck check;
    private final Set<Path> files = new HashSet<>();
    private final Map<Path, Path> links = new LinkedHashMap<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bytes;
    private int entries;

    private Unpacking(
            Path target, ArchiveLimits limits, long archiveBytes, SafeArchive.EntryCheck check) {
        this.target = target;
        this.limits = limits;
        this.archiveBytes = archiveBytes;
        this.check = check;
    }

    static Unpacking of(
            Path archive, Path target, ArchiveLimits limits, SafeArchive.EntryCheck check)
            throws IOException {
        return new Unpacking(target.toRealPath(), limits, Files.size(archive), check);
    }

    /** Makes a folder. */
    void folder(String name) throws IOException {
        makeFolder(admit(name), name);
    }

    /**
     * Writes a file.
     *
     * @param executable for its owner
     */
    void file(String name, InputStream contents, boolean executable) throws IOException {
        Path place = admit(name);
        if (isAgain(place)) {
            Files.delete(place);
        } else {
            once(place, name);
        }
        makeFolder(folderOf(place), name);
        try (FileChannel out =
                FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(contents, out);
            out.force(true); // a folder that gets its name has its contents, come what may
        } catch (FileAlreadyExistsException e) {
            throw twice(name, e);
        }
        if (executable && !place.toFile().setExecutable(true, true)) {
            throw new IOException("entry '" + name + "' cannot be made executable");
        }
    }

    /** Makes a symbolic link, in the end. */
    void link(String name, String to) throws IOException {
        Path place = admit(name);
        once(place, name);
        Path destination = legalLink(name, to);
        if (destination.isAbsolute() && isPython(place)) {
            return; // a virtual environment has no Python of its own: EnvironmentLayout finds one
        }
        Path end = folderOf(place).resolve(destination).normalize();
        if (destination.isAbsolute() || !end.startsWith(target)) {
            throw leadsOut(name, to);
        }
        links.put(place, destination);
    }

    private boolean isPython(Path place) {
        return PYTHON.matcher(target.relativize(place).toString().replace('\\', '/')).matches();
    }

    private static Path legalLink(String name, String to) throws IOException {
        try {
            return Path.of(to);
        } catch (InvalidPathException e) {
            throw leadsOut(name, to);
        }
    }

    private static IOException leadsOut(String name, String to) {
        return new IOException(
                "entry '" + shown(name) + "' is a link that leads out: '" + shown(to) + "'");
    }

    /** Refuses an entry that is neither file, folder nor link. */
    IOException refused(String name, String kind) {
        return new IOException("entry '" + shown(name) + "' is " + kind);
    }

    private Path admit(String name) throws IOException {
        if (++entries > limits.maxEntries()) {
            throw new IOException("it has more than " + limits.maxEntries() + " entries");
        }
        Path place = placeOf(name);
        check.check(target.relativize(place).toString());
        return place;
    }

    private Path placeOf(String name) throws IOException {
        boolean legal =
                !name.isEmpty()
                        && name.length() <= MAX_NAME
                        && name.chars().allMatch(c -> c >= ' ' && c != '\\' && c != 0x7f)
                        && !name.startsWith("/")
                        && !name.matches("[A-Za-z]:.*")
                        && !("/" + name + "/").contains("/../");
        Path place = legal ? resolved(name) : target;
        if (!legal || !place.startsWith(target)) {
            throw new IOException(
                    "entry '" + shown(name) + "' would be written outside its folder");
        }
        if (place.getNameCount() - target.getNameCount() > MAX_DEPTH) {
            throw new IOException("entry '" + shown(name) + "' lies too deep");
        }
        return place;
    }

    private Path resolved(String name) throws IOException {
        try {
            return target.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("entry '" + shown(name) + "' has no legal name", e);
        }
    }

    /** For a message: what a name is made of may be meant for whoever reads it. */
    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 200 ? plain.substring(0, 200) + "..." : plain;
    }

    private void once(Path place, String name) throws IOException {
        if (!files.add(place)) {
            throw twice(name, null);
        }
    }

    /** {@code venv-pack} puts this file in twice; as for {@code tar}, the last one is meant. */
    private boolean isAgain(Path place) {
        return place.equals(target.resolve("pyvenv.cfg")) && files.contains(place);
    }

    private static IOException twice(String name, @org.jspecify.annotations.Nullable Throwable e) {
        return new IOException("entry '" + shown(name) + "' is there twice", e);
    }

    private Path folderOf(Path place) {
        Path folder = place.getParent();
        return folder == null ? target : folder;
    }

    private static void makeFolder(Path folder, String name) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("entry '" + shown(name) + "' lies below a file", e);
        }
    }

    private void copy(InputStream in, FileChannel out) throws IOException {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes += n;
            String objection = limits.objection(bytes, archiveBytes);
            if (!objection.isEmpty()) {
                throw new IOException("it " + objection);
            }
            ByteBuffer part = ByteBuffer.wrap(buffer, 0, n);
            while (part.hasRemaining()) {
                out.write(part);
            }
        }
    }

    /** Makes the links; how many bytes the files have together. */
    long finish() throws IOException {
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            makeFolder(folderOf(link.getKey()), link.getKey().toString());
            Files.createSymbolicLink(link.getKey(), link.getValue());
        }
        // Only now: a link may lead over another one.
        for (Path link : links.keySet()) {
            String name = target.relativize(link).toString();
            if (!Files.exists(link) && isPython(link)) {
                Files.delete(link); // to one that was not made
                continue;
            }
            if (!Files.exists(link)) {
                throw new IOException("entry '" + shown(name) + "' is a link to nothing");
            }
            if (!link.toRealPath().startsWith(target)) {
                throw leadsOut(name, String.valueOf(links.get(link)));
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        files.clear();
    }
}
