package dev.carousel.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may see which. */
@AnalyzeClasses(packages = "dev.carousel", importOptions = DoNotIncludeTests.class)
class ModulesTest {
  private static final String[] DOMAINS = {
    "dev.carousel.cells..",
    "dev.carousel.nlp..",
    "dev.carousel.timeseries..",
    "dev.carousel.interop.."
  };

  @ArchTest
  static final ArchRule cellsSeeEquationsOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.cells..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.carousel.tensor..",
              "dev.carousel.autograd..",
              "dev.carousel.layer..",
              "dev.carousel.optim..",
              "dev.carousel.train..");

  @ArchTest
  static final ArchRule cellsDoNotSeeThePlan =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.cells..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.carousel.cell.SequenceRunner");

  @ArchTest
  static final ArchRule textDoesNotSeeSeries =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.nlp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.carousel.timeseries..", "dev.carousel.cells..");

  @ArchTest
  static final ArchRule seriesDoNotSeeText =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.timeseries..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.carousel.nlp..", "dev.carousel.cells..");

  @ArchTest
  static final ArchRule interopKnowsCellsByTheirEquations =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.interop..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.carousel.cells..",
              "dev.carousel.nlp..",
              "dev.carousel.timeseries..",
              "dev.carousel.experiment..");

  @ArchTest
  static final ArchRule packagesOfInteropFormNoCircle =
      slices().matching("dev.carousel.interop.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule experimentsSeePluginsOnlyThroughGuice =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.experiment..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DOMAINS);

  @ArchTest
  static final ArchRule interchangeSeesCoreOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.interop..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.carousel.cells..",
              "dev.carousel.nlp..",
              "dev.carousel.timeseries..",
              "dev.carousel.experiment..");

  @ArchTest
  static final ArchRule nothingButExamplesSeesInterchange =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.carousel.interop..", "dev.carousel.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.carousel.interop..");

  @ArchTest
  static final ArchRule protobufStaysWhereFilesOfOnnxAreRead =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.interop.onnx.format")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule filesOfOnnxStandAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.interop.onnx.format")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.carousel..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.carousel.interop.onnx.format",
                          "dev.carousel.data",
                          "dev.carousel.tensor")));

  @ArchTest
  static final ArchRule packagesOfInterchangeFormNoCircle =
      slices().matching("dev.carousel.interop.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfExperimentsFormNoCircle =
      slices().matching("dev.carousel.experiment.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jacksonStaysInExperimentAndWhereDataAreJson =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.carousel.experiment..", "dev.carousel.timeseries.music..", "dev.carousel.nlp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

  @ArchTest
  static final ArchRule guiceStaysInModulesAndTheEntryPoint =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.plugin..")
          .and()
          .haveSimpleNameNotEndingWith("Module")
          .and()
          .haveNameNotMatching("dev\\.carousel\\.experiment\\.Main(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..");

  @ArchTest
  static final ArchRule nothingCompilesAgainstTheVectorKernels =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.kernels..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.carousel.kernels..", "jdk.incubator..");
}
