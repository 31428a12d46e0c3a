export enum Greeting {
  Hello = 'hello',
}
