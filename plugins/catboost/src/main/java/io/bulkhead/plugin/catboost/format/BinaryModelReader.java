package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the binary format: a core of trees and features, then the parts that the core names. Good
 * for one model.
 */
final class BinaryModelReader {
    static final String MAGIC = "CBM1";

    private static final String CORE_VERSION = "FlabuffersModel_v1"; // CatBoost's own spelling
    private static final String CTR_PART = "static_provider_v1";

    private final FileBytes file;

    BinaryModelReader(byte[] content) {
        this.file = new FileBytes(content);
    }

    ModelDocument read() throws IOException {
        file.skip(MAGIC.length());
        FlatTable core = FlatTable.root(file.part());
        if (!core.text(0).equals(CORE_VERSION)) {
            throw new MalformedModelException(
                    "a core of version '" + JsonDocument.abbreviated(core.text(0)) + "'");
        }
        ModelInfoReader notes = new ModelInfoReader();
        for (FlatTable note : core.tables(2)) {
            notes.note(note.text(0), note.text(1));
        }
        CoreReader reader = new CoreReader(core.requiredTable(1, "trees"));
        Map<CtrKey, CtrTable> tables = new HashMap<>();
        TextPart texts = TextPart.none();
        EmbeddingPart embeddings = EmbeddingPart.none();
        for (String part : core.texts(3)) {
            if (part.equals(CTR_PART)) {
                readTables(tables);
            } else if (isPart(part, TextPartReader.ID) && reader.hasEstimates()) {
                texts = new TextPartReader(file).read();
            } else if (isPart(part, EmbeddingPartReader.ID) && reader.hasEstimates()) {
                embeddings = new EmbeddingPartReader(file).read();
            } else {
                break; // of what nothing is known that trees could ask for
            }
        }
        return reader.read(tables, texts, embeddings, notes.info());
    }

    /** Names have a zero behind them, which belongs to no name. */
    private static boolean isPart(String part, String id) {
        return part.replace("\0", "").equals(id);
    }

    private void readTables(Map<CtrKey, CtrTable> tables) throws MalformedModelException {
        for (long left = file.partSize(); left > 0; left--) {
            CtrTableReader table = new CtrTableReader(FlatTable.root(file.part()));
            tables.put(table.key(), table.read());
        }
    }
}
