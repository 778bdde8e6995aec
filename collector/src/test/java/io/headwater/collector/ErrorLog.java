package io.headwater.collector;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Keeps what is logged as an error: exceptions nobody handled show nowhere else. */
final class ErrorLog extends AppenderBase<ILoggingEvent> {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private ErrorLog() {}

    static ErrorLog open() {
        ErrorLog log = new ErrorLog();
        log.setContext(root().getLoggerContext());
        log.start();
        root().addAppender(log);
        return log;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean ours = event.getLoggerName().startsWith("io.");
        if (ours && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            String thrown = event.getThrowableProxy() == null
                    ? ""
                    : " " + event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage();
            messages.add(event.getLoggerName() + ": " + event.getFormattedMessage() + thrown);
        }
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void stop() {
        root().detachAppender(this);
        super.stop();
    }
}
