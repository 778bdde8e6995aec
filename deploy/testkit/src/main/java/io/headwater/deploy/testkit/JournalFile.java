package io.headwater.deploy.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An append-only file of JSON lines that outlives the process that writes it.
 *
 * <p>A line counts once its line feed is written. A writer that was killed leaves at most one torn line at the end: readers
 * pass it over, and the next writer cuts it off.
 */
final class JournalFile implements AutoCloseable {
    private static final TypeReference<Map<String, String>> LINE = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final OutputStream out;

    private JournalFile(OutputStream out) {
        this.out = out;
    }

    static JournalFile append(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(wholeLines(Files.readAllBytes(file)));
            channel.position(channel.size());
            return new JournalFile(Channels.newOutputStream(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, String>> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String whole = new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8);
            ObjectMapper json = new ObjectMapper();
            List<Map<String, String>> lines = new ArrayList<>();
            for (String line : whole.lines().toList()) {
                lines.add(json.readValue(line, LINE));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + file + " cannot be read", e);
        }
    }

    /** Writes the lines in one piece and hands them to the operating system before it returns. */
    synchronized void append(List<Map<String, String>> lines) {
        try {
            StringBuilder text = new StringBuilder();
            for (Map<String, String> line : lines) {
                text.append(json.writeValueAsString(line)).append('\n');
            }
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int wholeLines(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }
}
