pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// A mirror with an outline, and one thing to do at a time.
KioskPage {
    id: root
    heading: qsTr("请看屏幕中的自己")
    lead: qsTr("把脸放进椭圆里，摘下口罩和墨镜。")
    readonly property bool done: page.hint === "done"
    readonly property bool calm: ["look", "hold-still", "checking", "done"].includes(page.hint)

    function say(hint: string): string {
        switch (hint) {
        case "no-face": return qsTr("没有看到您的脸，请站到屏幕前");
        case "many-faces": return qsTr("画面里有别人，请只留您一位");
        case "closer": return qsTr("请再靠近一点");
        case "centre": return qsTr("请把脸移到椭圆中间");
        case "light": return qsTr("光线太暗，请换个角度");
        case "hold-still": return qsTr("很好，请保持不动");
        case "checking": return qsTr("正在核对，请稍等");
        case "done": return qsTr("核对通过");
        case "one-moment": return qsTr("摄像头正在准备，请稍等");
        default: return qsTr("请正对屏幕");
        }
    }

    Rectangle {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 520
        radius: Theme.panel
        color: Theme.inkDeep
        Image {
            objectName: "mirror"
            anchors.fill: parent
            cache: false
            mirror: true
            fillMode: Image.PreserveAspectCrop
            source: Shell.frame > 0 ? `image://camera/${Shell.frame}` : ""
            Accessible.ignored: true
        }
        FaceOutline {
            anchors.fill: parent
            progress: root.page.progress
            rim: root.calm ? Theme.white : Theme.gold
            ry: (height - hint.height - 110) / 2
            drop: -(hint.height + 40) / 2
        }
        Rectangle {
            id: hint
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 36 }
            width: Math.min(parent.width - 72, words.implicitWidth + mark.width + 112)
            height: words.height + 44
            radius: 28
            color: root.done ? "#2F7D6B" : root.calm ? "#16344F" : Theme.gold
            Icon {
                id: mark
                x: 40
                anchors.verticalCenter: parent.verticalCenter
                name: root.done ? "circle-check" : root.calm ? "scan-face" : "triangle-alert"
                side: 56
                color: root.calm ? Theme.white : "#0E2438"
            }
            Paragraph {
                id: words
                objectName: "face_hint"
                anchors { left: mark.right; leftMargin: 24; right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
                text: root.say(root.page.hint)
                font { pixelSize: Theme.label + 4; weight: Font.Bold }
                color: root.calm ? Theme.white : "#0E2438"
            }
        }
    }
    actions: KioskButton {
        objectName: "action_refuse"
        Layout.fillWidth: true
        Layout.fillHeight: true
        look: KioskButton.Ink
        symbol: "refresh-cw"
        text: qsTr("换一种方式")
        onClicked: Shell.answer("refuse")
    }
}
