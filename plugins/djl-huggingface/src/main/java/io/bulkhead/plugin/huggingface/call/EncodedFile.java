package io.bulkhead.plugin.huggingface.call;

/**
 * A file that came inside a request: an image or a recording in a format of its own.
 *
 * @param bytes of the file; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record EncodedFile(byte[] bytes) {
    @Override
    public String toString() {
        return "a file of " + bytes.length + " bytes";
    }
}
