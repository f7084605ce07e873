package dev.carousel.data;

/**
 * A line of a file, for messages.
 *
 * @param file what the experiment calls the file
 * @param line its number, from 1
 */
public record Place(String file, int line) {
  /**
   * Says what is wrong here.
   *
   * @param what one or two sentences without a full stop
   * @return to be thrown
   */
  public InvalidDataException refusal(String what) {
    return new InvalidDataException(this + ": " + what);
  }

  /**
   * As messages begin.
   *
   * @return such as "train.txt, line 3"
   */
  @Override
  public String toString() {
    return file + ", line " + line;
  }
}
