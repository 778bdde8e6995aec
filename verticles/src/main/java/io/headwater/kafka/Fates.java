package io.headwater.kafka;

/** Is told what became of records that Kafka's producer took, each by its index, on a thread of Kafka's. */
public interface Fates {
    void acknowledged(int index);

    /** Whether the record itself is the reason, {@link Refused#isOfTheRecord} tells. */
    void failed(int index, Exception error);
}
