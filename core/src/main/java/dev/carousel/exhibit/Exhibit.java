package dev.carousel.exhibit;

/** Something that a task shows of a trained model. A report decides how it looks. */
public sealed interface Exhibit permits AttendedPictures, Chart, HeatMap, Quotations {
  /**
   * What it is called.
   *
   * @return the same for all models that a task shows it of, and no other exhibit's of one model
   */
  String title();

  /**
   * What it shows.
   *
   * @return one or a few sentences
   */
  String caption();
}
