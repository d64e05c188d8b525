import '@lwc/synthetic-shadow';
import { createElement } from 'lwc';
import App from 'shell/app';

document.getElementById('app').appendChild(createElement('shell-app', { is: App }));
