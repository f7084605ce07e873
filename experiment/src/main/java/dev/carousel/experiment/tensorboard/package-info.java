/** A run's metrics as event files that TensorBoard shows. */
package dev.carousel.experiment.tensorboard;
