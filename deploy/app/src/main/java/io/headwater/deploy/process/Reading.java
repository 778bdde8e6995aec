package io.headwater.deploy.process;

import io.headwater.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads several files and gathers what is wrong with any of them, so that it is told at once. */
final class Reading {
    private final List<String> wrong = new ArrayList<>();

    /** What was read, or nothing where the file is wrong. */
    <T> Optional<T> read(Supplier<T> file) {
        try {
            return Optional.of(file.get());
        } catch (ConfigException e) {
            wrong(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void wrong(String sentence) {
        wrong.add(sentence);
    }

    /** What was read where nothing is wrong; fails with all that is. */
    <T> T right(Optional<T> read) {
        if (!wrong.isEmpty()) {
            throw new WrongConfiguration(wrong);
        }
        return read.orElseThrow();
    }
}
