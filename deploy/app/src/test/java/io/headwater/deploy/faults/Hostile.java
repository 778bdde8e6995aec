package io.headwater.deploy.faults;

import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Conf.Destination;
import io.headwater.deploy.pipeline.Conf.Source;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.FaultProxy;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import java.util.List;

/** A destination that misbehaves in every way, behind a proxy that does so too, with a source of its own. */
final class Hostile implements AutoCloseable {
    static final Source SOURCE = new Source("hostile", "hostile-key", "");

    private final WebhookSink sink = WebhookSink.start(Sink.SECRET);
    private final FaultProxy proxy = FaultProxy.to(sink.port());

    Destination destination() {
        return new Destination("hostile", "cloudevents-batch", "http://" + proxy.address() + "/hook")
                .with("""
                        batch: {max: 20, linger: 5ms}
                        timeout: 1s
                        allowPrivateAddresses: true
                        """)
                .from(List.of(SOURCE.name()));
    }

    String name() {
        return "hostile";
    }

    WebhookSink sink() {
        return sink;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Where it is reached. */
    String url() {
        return "http://" + proxy.address() + "/hook";
    }

    List<Receipt> received() {
        return sink.receipts();
    }

    void answerWith(Behaviour behaviour) {
        sink.answerWith(behaviour);
    }

    void answerWith(Reply reply) {
        sink.answerWith(reply);
    }

    /** How many requests it got so far, however it answered. */
    int requests() {
        return sink.requests().size();
    }

    /** Well-behaved from now on. */
    void heal() {
        proxy.pass();
        sink.answerWith(Behaviour.OK);
    }

    @Override
    public void close() {
        proxy.close();
        sink.close();
    }

    static List<Conf.Source> sources() {
        return List.of(SOURCE);
    }
}
