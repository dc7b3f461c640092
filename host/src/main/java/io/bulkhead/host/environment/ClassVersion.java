package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** For which Java the classes of a jar are compiled. */
public final class ClassVersion {
    /** Major version of Java 1.0's class files, less one, which is what makes 61 a 17. */
    private static final int BEFORE_JAVA_1 = 44;

    private static final int MAGIC = 0xCAFEBABE;

    private ClassVersion() {}

    /** The Java that a jar's extensions need; 0 if it has none. */
    public static int ofExtensions(JarContents jar) throws IOException {
        int newest = 0;
        try (ZipFile file = new ZipFile(jar.path().toFile())) {
            for (String name : jar.extensions()) {
                ZipEntry entry = file.getEntry(name.replace('.', '/') + ".class");
                if (entry != null) {
                    try (InputStream in = file.getInputStream(entry)) {
                        newest = Math.max(newest, of(in));
                    }
                }
            }
        }
        return newest;
    }

    /** The Java that one class needs; 0 if it is no class. */
    static int of(InputStream classFile) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(classFile.readNBytes(Long.BYTES));
        if (head.remaining() < Long.BYTES || head.getInt(0) != MAGIC) {
            return 0;
        }
        return head.getShort(6) - BEFORE_JAVA_1;
    }
}
