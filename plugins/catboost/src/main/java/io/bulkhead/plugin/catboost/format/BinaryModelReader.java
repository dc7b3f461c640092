package io.bulkhead.plugin.catboost.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the binary format: a core of trees and features, then the parts that the core names. Good
 * for one model.
 */
final class BinaryModelReader {
    static final String MAGIC = "CBM1";

    private static final String CORE_VERSION = "FlabuffersModel_v1"; // CatBoost's own spelling
    private static final String CTR_PART = "static_provider_v1";
    private static final long LARGE = 0xffff_ffffL;

    private final ByteBuffer file;

    BinaryModelReader(byte[] content) {
        this.file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    ModelDocument read() throws IOException {
        file.position(MAGIC.length());
        FlatTable core = FlatTable.root(part());
        if (!core.text(0).equals(CORE_VERSION)) {
            throw new MalformedModelException(
                    "a core of version '" + JsonDocument.abbreviated(core.text(0)) + "'");
        }
        ModelInfoReader notes = new ModelInfoReader();
        for (FlatTable note : core.tables(2)) {
            notes.note(note.text(0), note.text(1));
        }
        CoreReader reader = new CoreReader(core.requiredTable(1, "trees"));
        return reader.read(readTables(core.texts(3)), notes.info());
    }

    private Map<CtrKey, CtrTable> readTables(List<String> parts) throws MalformedModelException {
        Map<CtrKey, CtrTable> tables = new HashMap<>();
        for (String part : parts) {
            if (!part.equals(CTR_PART)) {
                // Of text and embedding features, which CoreReader refuses if a tree asks for them.
                return tables;
            }
            for (long left = size(); left > 0; left--) {
                CtrTableReader table = new CtrTableReader(FlatTable.root(part()));
                tables.put(table.key(), table.read());
            }
        }
        return tables;
    }

    /** The next part: its length, then its bytes. */
    private ByteBuffer part() throws MalformedModelException {
        long length = size();
        if (length > file.remaining()) {
            throw new MalformedModelException(
                    "a part of " + length + " bytes where only " + file.remaining() + " are left");
        }
        ByteBuffer part = file.slice().limit((int) length);
        file.position(file.position() + (int) length);
        return part;
    }

    private long size() throws MalformedModelException {
        if (file.remaining() < Integer.BYTES) {
            throw new MalformedModelException("the file ends too early");
        }
        long size = Integer.toUnsignedLong(file.getInt());
        if (size != LARGE) {
            return size;
        }
        if (file.remaining() < Long.BYTES || file.getLong(file.position()) < 0) {
            throw new MalformedModelException("the file ends too early");
        }
        return file.getLong();
    }
}
