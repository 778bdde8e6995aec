package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The file that holds the position. Written beside, made durable, then renamed over: it is the old one or the new one. */
final class PositionFile {
    static final String NAME = "position";
    static final String UNFINISHED = "position.tmp";
    private static final Pattern FORM =
            Pattern.compile("(headwater spool 1\ndrained (\\d{1,18})\nnext (\\d{1,18})\n)crc32c ([0-9a-f]{8})\n");
    private static final int LONGEST = 256;

    private final Disk disk;
    private final Path folder;

    PositionFile(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** The position; empty where there is none. Fails where it cannot be read or is damaged. */
    Optional<Position> read() throws IOException {
        String text;
        try (DiskFile file = disk.openToRead(folder.resolve(NAME))) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            file.read(bytes, 0);
            text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !form.group(4).equals(crc(form.group(1)))) {
            throw new IOException("the position is damaged");
        }
        return Optional.of(new Position(Long.parseLong(form.group(2)), Long.parseLong(form.group(3))));
    }

    /** On return the position is durable. */
    void write(Position position) throws IOException {
        String text = "headwater spool 1\ndrained %d\nnext %d\n".formatted(position.drained(), position.next());
        Path unfinished = folder.resolve(UNFINISHED);
        try (DiskFile file = disk.create(unfinished)) {
            file.write(ByteBuffer.wrap((text + "crc32c " + crc(text) + "\n").getBytes(StandardCharsets.ISO_8859_1)), 0);
            file.force();
        }
        disk.rename(unfinished, folder.resolve(NAME));
        disk.syncFolder(folder);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%08x".formatted(crc.getValue());
    }
}
