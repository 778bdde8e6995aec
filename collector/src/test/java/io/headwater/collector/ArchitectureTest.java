package io.headwater.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.VerticleBase;

@AnalyzeClasses(packages = "io.headwater.collector", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DIALECTS_KNOW_NEITHER_VERTX_NOR_KAFKA = noClasses()
            .that()
            .resideInAnyPackage("io.headwater.collector.dialect", "io.headwater.collector.admit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule KAFKA_CLIENTS_STAY_IN_THEIR_ADAPTER_AND_ITS_TYPES_WHERE_RECORDS_ARE_MADE = noClasses()
            .that()
            .resideOutsideOfPackages("io.headwater.collector.forward", "io.headwater.collector.spool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..");

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_HOW_KAFKA_LAYS_OUT_RECORDS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.headwater.collector.spool.BatchFormat")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.common.record..", "org.apache.kafka.common.compress..");

    @ArchTest
    static final ArchRule THE_SPOOL_KNOWS_RECORDS_AND_NO_LOG = noClasses()
            .that()
            .resideInAPackage("io.headwater.collector.spool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.headwater.kafka..");

    @ArchTest
    static final ArchRule THE_FORWARDER_MAKES_RECORDS_AND_NO_CLIENTS = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.kafka..", "org.apache.kafka.clients.consumer..", "org.apache.kafka.clients.admin..");

    @ArchTest
    static final ArchRule THE_COLLECTOR_KNOWS_NO_ROUTER =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.headwater.router..");

    @ArchTest
    static final ArchRule VERTICLES_ARE_NAMED_SO =
            classes().that().areAssignableTo(VerticleBase.class).should().haveSimpleNameEndingWith("Verticle");

    @ArchTest
    static final ArchRule WHAT_IS_NAMED_A_VERTICLE_IS_ONE =
            classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(VerticleBase.class);

    @ArchTest
    static final ArchRule NO_PACKAGES_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("io.headwater.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STATE_IS_STATIC =
            fields().that().areStatic().should().beFinal();
}
